import { useState } from 'react';
import { useT } from '../../i18n/setup';
import { CodeForm } from './CodeForm';
import styles from './Enrolment.module.css';
import { confirm, type Shown } from './factor';
import { RecoveryCodes } from './RecoveryCodes';

interface Props {
  shown: Shown;
  onDone: () => void;
  onCancel?: () => void;
}

/** Shows the secret to the phone, takes its first code, and hands out the recovery codes. */
export function Enrolment({ shown, onDone, onCancel }: Props) {
  const t = useT();
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes) return <RecoveryCodes codes={codes} onKept={onDone} />;
  return (
    <div className="stack">
      <p>{t('factor.scan')}</p>
      <img
        className={styles.picture}
        src={`data:image/svg+xml,${encodeURIComponent(shown.qr)}`}
        alt={t('factor.picture')}
      />
      <p>
        {t('factor.type')} <code className={styles.secret}>{shown.secret}</code>
      </p>
      <CodeForm
        label={t('factor.code')}
        hint={t('factor.confirmHint')}
        digits
        onCode={async (code) => setCodes(await confirm(code))}
        onCancel={onCancel}
      />
    </div>
  );
}
