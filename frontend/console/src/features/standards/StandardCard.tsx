import IconBulb from '@tabler/icons-react/dist/esm/icons/IconBulb.mjs';
import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs';
import { useEffect, useRef } from 'react';
import { useT } from '../../i18n/setup';
import { useFormat } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Anchors } from './Anchors';
import type { Phrase, Standard } from './find';
import { PhraseItem } from './PhraseItem';
import styles from './StandardCard.module.css';
import { within } from './target';

interface Props {
  standard: Standard;
  phrases: Phrase[]; // that belong to it
  open: boolean; // it is the one that was asked for
  onSuggest?: () => void; // absent: may not
}

/** A standard: what it asks for and when; opened, how it is judged and what one can say. */
export function StandardCard({ standard, phrases, open, onSuggest }: Props) {
  const t = useT();
  const format = useFormat();
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (!open || !box.current) return;
    box.current.open = true;
    box.current.scrollIntoView({ block: 'start' });
  }, [open]);
  return (
    <details ref={box} id={standard.code} className={styles.card}>
      <summary>
        <span className={styles.head}>
          <b lang={standard.title.language}>{standard.title.text}</b>
          {standard.targetMs !== undefined && (
            <span className={styles.target}>{within(t, format, standard.targetMs)}</span>
          )}
          <span className={styles.when} lang={standard.opportunity.language}>
            {standard.opportunity.text}
          </span>
        </span>
        <Icon of={IconChevronDown} />
      </summary>
      <div className={styles.inside}>
        <Anchors standard={standard} />
        {phrases.length > 0 && (
          <>
            <h3>{t('mine.standard.say')}</h3>
            <ul>
              {phrases.map((phrase) => (
                <PhraseItem key={phrase.code} phrase={phrase} />
              ))}
            </ul>
          </>
        )}
        {onSuggest && (
          <div className="no-print">
            <Button icon={IconBulb} wide onClick={onSuggest}>
              {t('mine.suggest')}
            </Button>
          </div>
        )}
      </div>
    </details>
  );
}
