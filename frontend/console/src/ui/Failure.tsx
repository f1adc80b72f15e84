import { Trouble } from '../api/client';
import { useT } from '../i18n/setup';
import { Button } from './Button';
import styles from './Failure.module.css';
import { Notice } from './Notice';

/** What went wrong, in words; what to do; and the number under which the server's log has it. */
export function Failure({ error, retry }: { error: Error; retry?: () => void }) {
  const t = useT();
  const trouble = error instanceof Trouble ? error : undefined;
  return (
    <Notice tone={trouble?.status === 403 ? 'info' : 'danger'}>
      <p>{t(reason(trouble))}</p>
      {trouble?.request && <p className={styles.request}>{t('error.request', { id: trouble.request })}</p>}
      {retry && trouble?.status !== 403 && trouble?.status !== 404 && (
        <div className={styles.action}>
          <Button onClick={retry}>{t('error.retry')}</Button>
        </div>
      )}
    </Notice>
  );
}

const reasons = {
  0: 'error.unreachable',
  403: 'error.forbidden',
  404: 'error.notFound',
  409: 'error.conflict',
  429: 'error.tooMany',
  503: 'error.unavailable',
} as const;

function reason(trouble?: Trouble) {
  return reasons[trouble?.status as keyof typeof reasons] ?? 'error.internal';
}
