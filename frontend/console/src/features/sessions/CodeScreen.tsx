import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Lesson } from '../../api/types';
import { useInEveryLanguage } from '../../i18n/everywhere';
import { useT } from '../../i18n/setup';
import { lessonQuery } from '../../lib/lessonQueries';
import { useLocalized } from '../../lib/session';
import { useWakeLock } from '../../lib/wakeLock';
import { Failure } from '../../ui/Failure';
import { Icon } from '../../ui/Icon';
import styles from './CodeScreen.module.css';
import { freshness, secondsLeft, share } from './code';
import { useCode, useNow } from './useCode';
import { useWhen } from './when';

/** What is projected, or held up: the code of the moment over the whole screen. Esc closes it. */
export function CodeScreen({ session, onClose }: { session: Lesson; onClose: () => void }) {
  const t = useT();
  const when = useWhen();
  const text = useLocalized();
  const dialog = useRef<HTMLDialogElement>(null);
  useWakeLock();
  useEffect(() => {
    dialog.current?.showModal();
    dialog.current?.focus(); // not the button: its ring would be on the wall
  }, []);
  return (
    <dialog
      ref={dialog}
      tabIndex={-1}
      className={styles.screen}
      aria-label={t('sessions.code.title')}
      onClose={onClose}
    >
      <header className={styles.head}>
        <div>
          <h2>{text(session.course)}</h2>
          <p>
            {when(session)} · {session.place}
          </p>
        </div>
        <button type="button" className={styles.close} onClick={() => dialog.current?.close()}>
          <Icon of={IconX} size={22} />
          {t('action.close')}
        </button>
      </header>
      <Code id={session.id} />
      <footer className={styles.foot}>
        <HowTo />
        <Count session={session} />
      </footer>
    </dialog>
  );
}

/** The code to scan and to type, and how long it holds. */
function Code({ id }: { id: number }) {
  const t = useT();
  const query = useCode(id);
  const now = useNow();
  const shown = query.data;
  if (!shown) return <div className={styles.middle}>{query.error && <Failure error={query.error} />}</div>;
  const state = freshness(shown, now);
  const seconds = secondsLeft(shown, now);
  return (
    <div className={styles.middle} data-state={state}>
      {shown.picture && (
        <div className={styles.picture}>
          <img src={shown.picture} alt={t('sessions.code.picture')} />
          {state === 'stale' && <p>{t('sessions.code.stale')}</p>}
        </div>
      )}
      <div className={styles.side}>
        <p className={styles.label}>{t('sessions.code.typed')}</p>
        <p className={styles.typed}>
          <span>{shown.typed.slice(0, 4)}</span> <span>{shown.typed.slice(4)}</span>
        </p>
        {state === 'fresh' && (
          <div className={styles.time}>
            <svg className={styles.bar} viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true">
              <rect width="100" height="2" className={styles.track} />
              <rect width={100 * share(shown, now)} height="2" className={styles.left} />
            </svg>
            <p>{t('sessions.code.changes', { n: seconds })}</p>
          </div>
        )}
        <p className={styles.broken} role="status">
          {state === 'late' && t('sessions.code.late', { n: seconds })}
          {state === 'stale' && t('sessions.code.gone')}
        </p>
      </div>
    </div>
  );
}

/** How many are in, as it grows. */
function Count({ session }: { session: Lesson }) {
  const t = useT();
  const { data = session } = useQuery({
    ...lessonQuery(session.id),
    refetchInterval: 4_000,
    refetchIntervalInBackground: true,
  });
  return (
    <p className={styles.count} aria-live="polite">
      <b>{data.present}</b>
      <span>
        {data.enrolled > 0
          ? t('sessions.code.ofEnrolled', { n: data.present, m: data.enrolled })
          : t('sessions.code.present', { n: data.present })}
      </span>
    </p>
  );
}

/** One line in each language: who sits there reads one of them. */
function HowTo() {
  const lines = useInEveryLanguage('sessions.code.how');
  return (
    <ul className={styles.how}>
      {lines.map(([language, line]) => (
        <li key={language} lang={language}>
          {line}
        </li>
      ))}
    </ul>
  );
}
