import { useState } from 'react';
import { useT } from '../../i18n/setup';
import { Star } from '../../ui/Star';
import styles from './Thanks.module.css';
import { Words } from './Words';

interface Props {
  name: string;
  words?: string;
  onWords: (words: string) => void;
}

const most = 500; // characters, what the server takes

/** Asks what to thank the person for. It goes out as recognition with the check, and moves no score. */
export function Thanks({ name, words = '', onWords }: Props) {
  const t = useT();
  const [text, setText] = useState(words);
  return (
    <section className={styles.thanks}>
      <h2>
        <Star size={20} />
        {t('summary.thanks')}
      </h2>
      <p>{t('summary.thanksLead', { name })}</p>
      <Words
        label={t('summary.thanksLabel', { name })}
        value={text}
        most={most}
        rows={2}
        onChange={(value) => {
          setText(value);
          onWords(value);
        }}
      />
    </section>
  );
}
