import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../../api/queries';
import { useT } from '../../i18n/setup';
import { useFormat } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Failure } from '../../ui/Failure';
import { Loaded } from '../../ui/Loaded';
import { Notice } from '../../ui/Notice';
import { Skeleton } from '../../ui/Skeleton';
import { askAgain } from './actions';
import { CodeForm } from './CodeForm';
import { Enrolment } from './Enrolment';
import { begin, factorQuery, newRecoveryCodes, remove, type Shown } from './factor';
import styles from './Profile.module.css';
import { RecoveryCodes } from './RecoveryCodes';

const actions = ['replace', 'codes', 'remove'] as const;
type Action = (typeof actions)[number];

/** One's own second step: set up, moved to another phone, removed. */
export function FactorCard() {
  const t = useT();
  const query = useQuery(factorQuery);
  const format = useFormat();
  const [doing, setDoing] = useState<Action | null>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [error, setError] = useState<Error | null>(null);

  const done = () => {
    setDoing(null);
    setShown(null);
    setCodes(null);
    setError(null);
    void queries.invalidateQueries({ queryKey: factorQuery.queryKey });
    void askAgain();
  };
  const prove = async (code: string) => {
    if (doing === 'replace') setShown(await begin(code));
    else if (doing === 'codes') setCodes(await newRecoveryCodes(code));
    else {
      await remove(code);
      done();
    }
  };

  if (codes) return <Card>{<RecoveryCodes codes={codes} onKept={done} />}</Card>;
  if (shown) {
    return (
      <Card title={t('factor.title')}>
        <Enrolment shown={shown} onDone={done} onCancel={done} />
      </Card>
    );
  }
  return (
    <Card title={t('factor.title')}>
      <Loaded query={query} skeleton={<Skeleton lines={2} />}>
        {(factor) => (
          <div className="stack">
            {error && <Failure error={error} />}
            {factor.removalAskedAt && (
              <Notice tone="warn">{t('factor.removal', { date: format.date(new Date(factor.removalAskedAt)) })}</Notice>
            )}
            <p className="muted">
              {factor.enrolledAt
                ? t('factor.on', { date: format.date(new Date(factor.enrolledAt)), n: factor.recoveryCodesLeft })
                : t('factor.off')}
            </p>
            {!factor.enrolledAt && (
              <Button onClick={() => void begin().then(setShown, setError)}>{t('factor.begin')}</Button>
            )}
            {factor.enrolledAt && !doing && (
              <div className={styles.buttons}>
                {actions.map((action) => (
                  <Button key={action} onClick={() => setDoing(action)}>
                    {t(`factor.action.${action}`)}
                  </Button>
                ))}
              </div>
            )}
            {doing && (
              <CodeForm
                label={t('factor.codeOrRecovery')}
                hint={t('factor.prove')}
                onCode={prove}
                onCancel={() => setDoing(null)}
              />
            )}
          </div>
        )}
      </Loaded>
    </Card>
  );
}
