import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useT } from '../../i18n/setup';
import { useFormat, useLocalized, useSession } from '../../lib/session';
import { dayAt } from '../../lib/zone';
import { Button } from '../../ui/Button';
import { Picker, TextField } from '../../ui/Field';
import { Loaded } from '../../ui/Loaded';
import { Skeleton } from '../../ui/Skeleton';
import styles from './CheckInView.module.css';
import { likely, openQuery } from './checkIn';
import { isCode, type Seen, typed } from './token';

interface Props {
  leaving: number | undefined; // the session that is left
  busy: boolean;
  onCode: (seen: Seen) => void;
}

/** The way without a camera: the session, and the eight characters under the picture. */
export function CodeForm({ leaving, busy, onCode }: Props) {
  const t = useT();
  const format = useFormat();
  const text = useLocalized();
  const today = dayAt(new Date(), useSession().hospital.timeZone);
  const open = useQuery({ ...openQuery(today), enabled: leaving === undefined });
  const [chosen, setChosen] = useState(0);
  const [code, setCode] = useState('');
  const [wrong, setWrong] = useState(false);
  const sessionId = leaving ?? (chosen || (open.data && likely(open.data)?.id) || 0);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    setWrong(!isCode(code));
    if (isCode(code) && sessionId > 0 && !busy) onCode({ sessionId, code: typed(code) });
  };
  const field = (
    <>
      <TextField
        label={t('checkin.code')}
        hint={t('checkin.codeHint')}
        autoComplete="off"
        value={code}
        onChange={setCode}
        error={wrong && !isCode(code) ? t('checkin.codeWrong') : undefined}
      />
      <Button main wide type="submit" busy={busy}>
        {t(leaving === undefined ? 'checkin.submit' : 'checkin.out')}
      </Button>
    </>
  );
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <h2>{t('checkin.byHand')}</h2>
      {leaving !== undefined ? (
        field
      ) : (
        <Loaded query={open} skeleton={<Skeleton lines={2} height={44} />}>
          {(sessions) =>
            sessions.length === 0 ? (
              <p className="muted">{t('checkin.noneOpen')}</p>
            ) : (
              <>
                <Picker
                  visibleLabel
                  label={t('checkin.which')}
                  value={String(sessionId)}
                  options={sessions.map((s) => ({
                    value: String(s.id),
                    label: `${format.time(new Date(s.startsAt))} ${text(s.course)}, ${s.place}`,
                  }))}
                  onChange={(id) => setChosen(Number(id))}
                />
                {field}
              </>
            )
          }
        </Loaded>
      )}
    </form>
  );
}
