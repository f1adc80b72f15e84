import { type FormEvent, useState } from 'react';
import { useT } from '../../i18n/setup';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { WordsField } from '../../ui/FormField';
import { Notice } from '../../ui/Notice';
import { Sheet } from '../../ui/Sheet';
import type { Standard } from './find';
import { useSuggest } from './queries';
import styles from './SuggestSheet.module.css';

/** Saying what should be otherwise with a standard. */
export function SuggestSheet({ standard, onClose }: { standard: Standard; onClose: () => void }) {
  const t = useT();
  const [words, setWords] = useState('');
  const [missing, setMissing] = useState(false);
  const suggest = useSuggest(standard.code, onClose);
  const send = (e: FormEvent) => {
    e.preventDefault();
    if (words.trim() === '') setMissing(true);
    else suggest.mutate(words);
  };
  return (
    <Sheet form title={t('mine.suggest')} onClose={onClose}>
      <form className={styles.form} onSubmit={send}>
        <p>
          <b>{standard.title.text}</b>
        </p>
        <p className="muted">{t('mine.suggest.lead')}</p>
        <WordsField
          label={t('mine.suggest.words')}
          value={words}
          max={1000}
          onChange={(next) => {
            setWords(next);
            setMissing(false);
          }}
          {...(missing && { error: t('mine.suggest.missing') })}
        />
        {suggest.isPaused && <Notice tone="warn">{t('reply.waits')}</Notice>}
        {suggest.error && <Failure error={suggest.error} />}
        <Button type="submit" main wide busy={suggest.isPending && !suggest.isPaused}>
          {t('mine.suggest.send')}
        </Button>
      </form>
    </Sheet>
  );
}
