import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useT } from '../../i18n/setup';
import { LoadedCard } from '../../ui/LoadedCard';
import { Said } from '../../ui/Said';
import styles from './PraiseCard.module.css';
import { recognitionsQuery, thanksQuery } from './queries';

/** How much praise there is, and the way to it. */
export function PraiseCard() {
  const t = useT();
  const thanks = useQuery(thanksQuery);
  const { data: recognised } = useQuery(recognitionsQuery); // without it, what patients said stands alone
  return (
    <LoadedCard
      title={t('mine.praise')}
      query={thanks}
      lead={(list) => {
        const n = { patients: list.length, colleagues: recognised?.items.length ?? 0 };
        return n.patients + n.colleagues === 0 ? t('mine.praise.none') : t('mine.praise.some', n);
      }}
    >
      {(list) => (
        <>
          {list[0]?.words && (
            <p className={styles.quote}>
              <Said words={list[0].words} />
            </p>
          )}
          <Link to="/recognition" className={`${styles.way} no-print`}>
            {t('mine.praise.all')}
          </Link>
        </>
      )}
    </LoadedCard>
  );
}
