import { type FormEvent, type ReactNode, useState } from 'react';
import { Trouble } from '../../api/client';
import type { Session } from '../../api/types';
import { useT } from '../../i18n/setup';
import { roleName } from '../../lib/roles';
import { addDays } from '../../lib/zone';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Picker, TextField } from '../../ui/Field';
import { ValueField } from '../../ui/FormField';
import { Notice } from '../../ui/Notice';
import { handOver } from './delegations';
import styles from './Profile.module.css';

interface Person {
  employeeId: number;
  number: string;
  name: string;
}

/** Draws the search for somebody. */
export type People = (onPick: (person: Person) => void) => ReactNode;

interface Props {
  roles: Session['roles'];
  people: People;
  today: string;
  onDone: () => void;
}

/** Hands one of my roles to somebody, for some days. */
export function DelegateForm({ roles, people, today, onDone }: Props) {
  const t = useT();
  const [role, setRole] = useState(String(roles[0]?.id ?? ''));
  const [person, setPerson] = useState<Person | null>(null);
  const [from, setFrom] = useState(today);
  const [last, setLast] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);

  const missing = [!person && t('me.missing.person'), !last && t('me.missing.last')].filter(Boolean);
  const fields = error instanceof Trouble ? error.fields : {};
  const badDays = fields.to || fields.from ? t('me.badDays') : undefined;

  const submit = (e: FormEvent) => {
    e.preventDefault();
    setTried(true);
    setError(null);
    if (!person || !last) return;
    setBusy(true);
    handOver({ assignmentId: Number(role), employeeId: person.employeeId, from, to: addDays(last, 1), reason })
      .then(onDone, setError)
      .finally(() => setBusy(false));
  };

  return (
    <form className="stack" onSubmit={submit} noValidate>
      {tried && missing.length > 0 && (
        <Notice tone="danger">{t('me.missing', { what: missing.join(t('list.separator')) })}</Notice>
      )}
      {badDays && <Notice tone="danger">{badDays}</Notice>}
      {fields.employeeId && <Notice tone="danger">{t('me.badPerson')}</Notice>}
      {error && !badDays && !fields.employeeId && <Failure error={error} />}
      <Picker
        visibleLabel
        label={t('me.role')}
        value={role}
        options={roles.map((r) => ({ value: String(r.id), label: roleName(t, r.role) }))}
        onChange={setRole}
      />
      <div>
        <p className={styles.label}>{t('me.person')}</p>
        {person ? (
          <div className={styles.buttons}>
            <span className={styles.picked}>
              {person.name} · {person.number}
            </span>
            <Button quiet onClick={() => setPerson(null)}>
              {t('me.another')}
            </Button>
          </div>
        ) : (
          people(setPerson)
        )}
      </div>
      <ValueField type="date" label={t('me.from')} value={from} onChange={setFrom} />
      <ValueField
        type="date"
        label={t('me.last')}
        hint={t('me.lastHint')}
        value={last}
        onChange={setLast}
        error={badDays}
      />
      <TextField label={t('me.reason')} value={reason} onChange={setReason} />
      <Button main type="submit" busy={busy} wide>
        {t('me.submit')}
      </Button>
    </form>
  );
}
