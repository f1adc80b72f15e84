import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useT } from '../../i18n/setup';
import { useLocalized } from '../../lib/session';
import { Card } from '../../ui/Card';
import { assessmentsQuery } from './queries';
import styles from './TrainingView.module.css';

/** The tests that one may take: those that are held, and have the questions they ask. */
export function TestsCard() {
  const t = useT();
  const text = useLocalized();
  const { data = [] } = useQuery(assessmentsQuery);
  const tests = data.filter((a) => a.kind === 'test' && !a.retiredAt && a.bank >= a.questions);
  if (tests.length === 0) return null;
  return (
    <Card title={t('training.tests')}>
      <ul className={styles.list}>
        {tests.map((a) => (
          <li key={a.id}>
            <span className={styles.what}>
              <b>{text(a.title)}</b>
              <small>{t('training.testRules', { n: a.questions, m: a.minutes, p: a.passMark })}</small>
            </span>
            <Link to="/training/tests/$assessmentId" params={{ assessmentId: String(a.id) }} className={styles.pick}>
              {t('training.takeTest')}
              <span className="visually-hidden"> {text(a.title)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
