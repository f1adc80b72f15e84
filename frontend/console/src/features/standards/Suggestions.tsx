import { useQuery } from '@tanstack/react-query';
import { useT } from '../../i18n/setup';
import { useFormat } from '../../lib/session';
import { Chip } from '../../ui/Chip';
import { LoadedCard } from '../../ui/LoadedCard';
import type { Standard } from './find';
import { suggestionsQuery } from './queries';
import styles from './Suggestions.module.css';

/** What the person has suggested, and what became of it. */
export function Suggestions({ standards }: { standards: readonly Standard[] }) {
  const t = useT();
  const format = useFormat();
  const query = useQuery(suggestionsQuery);
  const title = (code: string) => standards.find((s) => s.code === code)?.title.text ?? code;
  return (
    <LoadedCard
      title={t('mine.suggestions')}
      query={query}
      lead={(list) => (list.length === 0 ? t('mine.suggestions.none') : t('mine.suggestions.some', { n: list.length }))}
    >
      {(list) => (
        <ul className={styles.list}>
          {list.map((one) => (
            <li key={one.id}>
              <span>
                <b>{title(one.standard)}</b>
                <span className={styles.words}>{one.words}</span>
                <small>{format.date(one.createdAt)}</small>
                {one.outcome && <small>{one.outcome}</small>}
              </span>
              <Chip tone={one.considered ? 'met' : 'plain'}>
                {one.considered ? t('mine.suggestions.considered') : t('mine.suggestions.waits')}
              </Chip>
            </li>
          ))}
        </ul>
      )}
    </LoadedCard>
  );
}
