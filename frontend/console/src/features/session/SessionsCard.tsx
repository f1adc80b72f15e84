import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useT } from '../../i18n/setup';
import { useFormat } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Failure } from '../../ui/Failure';
import { Loaded } from '../../ui/Loaded';
import { Skeleton } from '../../ui/Skeleton';
import { deviceName } from './device';
import styles from './Profile.module.css';
import { endOthers, endSession, sessionsQuery } from './sessions';

/** Where I am signed in, and how to end it. */
export function SessionsCard() {
  const t = useT();
  const format = useFormat();
  const query = useQuery(sessionsQuery);
  const [error, setError] = useState<Error | null>(null);
  return (
    <Card title={t('sessions.title')}>
      <Loaded query={query} skeleton={<Skeleton lines={3} />}>
        {(sessions) => (
          <div className="stack">
            {error && <Failure error={error} />}
            <ul className={styles.sessions}>
              {sessions.map((s) => (
                <li key={s.id}>
                  <div className={styles.device}>
                    <div>{deviceName(s.userAgent) || t('sessions.unknown')}</div>
                    <div className="muted small">
                      {s.current
                        ? t('sessions.here')
                        : t('sessions.seen', { date: format.dateTime(new Date(s.lastSeenAt)) })}
                    </div>
                  </div>
                  {!s.current && (
                    <Button quiet onClick={() => endSession(s.id).catch(setError)}>
                      {t('sessions.end')}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
            {sessions.length > 1 && (
              <Button onClick={() => endOthers().catch(setError)}>{t('sessions.endOthers')}</Button>
            )}
          </div>
        )}
      </Loaded>
    </Card>
  );
}
