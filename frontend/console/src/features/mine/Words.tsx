import { useQuery } from '@tanstack/react-query';
import type { Comment } from '../../api/types';
import { useT } from '../../i18n/setup';
import { useFormat, useLocalized } from '../../lib/session';
import { Chip } from '../../ui/Chip';
import { LoadedCard } from '../../ui/LoadedCard';
import { More } from '../../ui/More';
import { Said } from '../../ui/Said';
import styles from './Mine.module.css';
import { commentsQuery, themesQuery } from './queries';
import { themesByCount } from './themes';

const first = 3;

/** What patients wrote: what it is mostly about, then some of it, then all. */
export function Words() {
  const t = useT();
  const text = useLocalized();
  const query = useQuery(commentsQuery);
  const { data: themes = [] } = useQuery(themesQuery); // words are shown without their names, too
  const name = (code: string) => {
    const theme = themes.find((x) => x.code === code);
    return theme ? text(theme.name) : undefined;
  };
  const lead = (list: Comment[]) => {
    if (list.length === 0) return t('mine.words.none');
    const [most] = themesByCount(list).flatMap((x) => name(x.code) ?? []);
    return most ? t('mine.words.about', { n: list.length, theme: most }) : t('mine.words.some', { n: list.length });
  };
  return (
    <LoadedCard title={t('mine.words')} query={query} lead={lead}>
      {(list) => (
        <>
          <ul>
            {list.slice(0, first).map((comment) => (
              <Quote key={comment.id} comment={comment} name={name} />
            ))}
          </ul>
          {list.length > first && (
            <More label={t('mine.words.all', { n: list.length - first })}>
              <ul>
                {list.slice(first).map((comment) => (
                  <Quote key={comment.id} comment={comment} name={name} />
                ))}
              </ul>
            </More>
          )}
        </>
      )}
    </LoadedCard>
  );
}

function Quote({ comment, name }: { comment: Comment; name: (code: string) => string | undefined }) {
  const format = useFormat();
  return (
    <li className={styles.quote}>
      <Said words={comment.words} />
      <footer>
        <span>{format.month(comment.month)}</span>
        {comment.themes.map((code) => {
          const theme = name(code);
          return (
            theme && (
              <Chip key={code} tone="plain">
                {theme}
              </Chip>
            )
          );
        })}
      </footer>
    </li>
  );
}
