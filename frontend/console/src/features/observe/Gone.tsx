import { Link } from '@tanstack/react-router';
import { useT } from '../../i18n/setup';
import { useOutbox } from '../../lib/field/outbox';
import { Notice } from '../../ui/Notice';
import styles from './Gone.module.css';
import { Saved } from './Saved';

/** A check that is no longer open here: it is on its way, or somebody else's, or was discarded. */
export function Gone({ checkKey, foreign }: { checkKey: string; foreign?: boolean }) {
  const t = useT();
  const { items, sent } = useOutbox();
  const left = [...items, ...sent].find((item) => item.id === checkKey);
  if (left && !foreign) return <Saved check={{ key: checkKey, name: left.label, thanked: false }} />;
  return (
    <div className={styles.page}>
      <h1>{t('summary.today')}</h1>
      <Notice tone="info">{foreign ? t('observe.foreign') : t('observe.gone')}</Notice>
      <Link to="/checks">{t('summary.today')}</Link>
    </div>
  );
}
