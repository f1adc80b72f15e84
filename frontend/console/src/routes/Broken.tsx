import type { ErrorComponentProps } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useT } from '../i18n/setup';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';

/** A page that could not be drawn: a part of it did not come, or we made a mistake. What is around it still works. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const t = useT();
  useEffect(() => console.error(error), [error]);
  return (
    <div className="stack">
      <h1>{t('error.page')}</h1>
      <Notice tone="danger">
        <p>{t('error.pageWhy')}</p>
      </Notice>
      <Button main onClick={reset}>
        {t('error.retry')}
      </Button>
      <Button onClick={() => location.reload()}>{t('error.reload')}</Button>
    </div>
  );
}
