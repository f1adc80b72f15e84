import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import { useState } from 'react';
import type { MyPost } from '../../api/types';
import { useT } from '../../i18n/setup';
import { may, useSession } from '../../lib/session';
import { SearchField } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { Notice } from '../../ui/Notice';
import { Segmented } from '../../ui/Segmented';
import { grouped, ofPhrase, ofStandard, type Standard } from './find';
import { Phrases } from './Phrases';
import { StandardCard } from './StandardCard';
import styles from './StandardsView.module.css';
import { Suggestions } from './Suggestions';
import { SuggestSheet } from './SuggestSheet';

export type View = 'standards' | 'phrases';

interface Props {
  post: MyPost;
  view: View;
  asked?: string; // the code of the standard that a link led to
  onView: (view: View) => void;
}

/** What a post asks for, and what to say: to read, to look up, to suggest something better. */
export function StandardsView({ post, view, asked, onView }: Props) {
  const t = useT();
  const session = useSession();
  const [wanted, setWanted] = useState('');
  const [about, setAbout] = useState<Standard>();
  const standards = post.standards.filter((s) => ofStandard(s, wanted));
  const phrases = post.phrases.filter((p) => ofPhrase(p, wanted));
  const suggests = may(session, 'make suggestion');
  const { principal, other } = grouped(standards);
  const found = view === 'standards' ? standards.length : phrases.length;
  return (
    <div className={styles.page}>
      <div className={`${styles.tools} no-print`}>
        <Segmented
          label={t('mine.standard.view')}
          value={view}
          options={[
            { value: 'standards', label: t('mine.standard.standards', { n: post.standards.length }) },
            { value: 'phrases', label: t('mine.standard.phrases', { n: post.phrases.length }) },
          ]}
          onChange={onView}
        />
        <SearchField
          label={t('mine.standard.search')}
          value={wanted}
          onChange={setWanted}
          icon={<Icon of={IconSearch} size={18} />}
        />
      </div>
      {found === 0 && <Notice tone="info">{wanted ? t('mine.standard.notFound') : t('mine.standard.empty')}</Notice>}
      {view === 'standards' ? (
        <>
          {(
            [
              ['mine.standard.principal', principal],
              ['mine.standard.other', other],
            ] as const
          ).map(
            ([title, list]) =>
              list.length > 0 && (
                <section key={title}>
                  <h2>{t(title)}</h2>
                  <div className={styles.cards}>
                    {list.map((standard) => (
                      <StandardCard
                        key={standard.code}
                        standard={standard}
                        phrases={post.phrases.filter((p) => p.standard === standard.code)}
                        open={asked === standard.code}
                        {...(suggests && { onSuggest: () => setAbout(standard) })}
                      />
                    ))}
                  </div>
                </section>
              ),
          )}
          {suggests && <Suggestions standards={post.standards} />}
        </>
      ) : (
        <Phrases phrases={phrases} />
      )}
      {about && <SuggestSheet standard={about} onClose={() => setAbout(undefined)} />}
    </div>
  );
}
