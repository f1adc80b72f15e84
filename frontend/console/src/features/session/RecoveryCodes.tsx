import { useState } from 'react';
import { useT } from '../../i18n/setup';
import { Button } from '../../ui/Button';
import styles from './RecoveryCodes.module.css';

/** The codes that are shown this once. */
export function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const t = useT();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(codes.join('\n'));
    setCopied(true);
  };
  return (
    <div className="stack">
      <h2>{t('factor.keep')}</h2>
      <p className="muted">{t('factor.keepWhy')}</p>
      <ol className={styles.codes}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <Button onClick={() => void copy()}>{t(copied ? 'factor.copied' : 'factor.copy')}</Button>
      <Button main wide onClick={onKept}>
        {t('factor.kept')}
      </Button>
    </div>
  );
}
