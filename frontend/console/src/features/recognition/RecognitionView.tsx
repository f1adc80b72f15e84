import { useQuery } from '@tanstack/react-query';
import { useT } from '../../i18n/setup';
import { useFormat } from '../../lib/session';
import { Card } from '../../ui/Card';
import { Failure } from '../../ui/Failure';
import { Skeleton } from '../../ui/Skeleton';
import { Star } from '../../ui/Star';
import { Letter } from './Letter';
import { praiseOf } from './praise';
import { recognitionsQuery, thanksQuery } from './queries';
import styles from './RecognitionView.module.css';

/** Letters of thanks. Of the two kinds one may fail to come: the other is shown all the same. */
export function RecognitionView() {
  const t = useT();
  const format = useFormat();
  const patients = useQuery(thanksQuery);
  const colleagues = useQuery(recognitionsQuery);
  const months = praiseOf(patients.data ?? [], colleagues.data?.items ?? []);
  const n = months.reduce((sum, [, list]) => sum + list.length, 0);
  const waits = patients.isPending || colleagues.isPending;
  return (
    <div className={styles.page}>
      {n > 0 && (
        <div className={styles.hero}>
          <Star size={56} />
          <p>
            <b>{t('thanks.count', { n })}</b>
            <span>{t('thanks.why')}</span>
          </p>
        </div>
      )}
      {patients.error && (
        <Card title={t('thanks.fromPatients')}>
          <Failure error={patients.error} retry={() => void patients.refetch()} />
        </Card>
      )}
      {colleagues.error && (
        <Card title={t('thanks.fromColleagues')}>
          <Failure error={colleagues.error} retry={() => void colleagues.refetch()} />
        </Card>
      )}
      {months.map(([month, list]) => (
        <section key={month}>
          <h2 className={styles.month}>{format.month(month)}</h2>
          <ul className={styles.letters}>
            {list.map((praise) => (
              <Letter key={praise.key} praise={praise} />
            ))}
          </ul>
        </section>
      ))}
      {n === 0 && waits && <Skeleton lines={4} height={72} />}
      {n === 0 && !waits && !patients.error && !colleagues.error && <None />}
      {!waits && <p className="muted small">{t('thanks.privacy')}</p>}
    </div>
  );
}

/** Before the first letter: what will be here. */
function None() {
  const t = useT();
  return (
    <Card>
      <div className={styles.none}>
        <Star size={56} />
        <b>{t('thanks.none')}</b>
        <p className="muted">{t('thanks.noneWhy')}</p>
      </div>
    </Card>
  );
}
