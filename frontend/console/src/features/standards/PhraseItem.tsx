import IconBan from '@tabler/icons-react/dist/esm/icons/IconBan.mjs';
import IconMessage from '@tabler/icons-react/dist/esm/icons/IconMessage.mjs';
import IconSignRight from '@tabler/icons-react/dist/esm/icons/IconSignRight.mjs';
import { useT } from '../../i18n/setup';
import { Icon } from '../../ui/Icon';
import type { Phrase } from './find';
import styles from './PhraseItem.module.css';

const icons = { spoken: IconMessage, forbidden: IconBan, signage: IconSignRight } as const;

/** Something to say, or not to say with what to say instead. */
export function PhraseItem({ phrase }: { phrase: Phrase }) {
  const t = useT();
  const { kind, text, instead, note } = phrase;
  return (
    <li className={`${styles.phrase} ${kind === 'forbidden' ? styles.forbidden : ''}`}>
      <Icon of={icons[kind as keyof typeof icons] ?? IconMessage} />
      <div>
        {kind === 'forbidden' && <b className={styles.label}>{t('mine.phrase.forbidden')}</b>}
        {kind === 'signage' && <b className={styles.label}>{t('mine.phrase.signage')}</b>}
        <q lang={text.language}>{text.text}</q>
        {instead && (
          <p className={styles.instead}>
            <b>{t('mine.phrase.instead')}</b>
            <q lang={instead.language}>{instead.text}</q>
          </p>
        )}
        {note && <small lang={note.language}>{note.text}</small>}
      </div>
    </li>
  );
}
