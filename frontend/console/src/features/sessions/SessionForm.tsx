import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { Trouble } from '../../api/client';
import type { Lesson } from '../../api/types';
import { useT } from '../../i18n/setup';
import { useLocalized, useSession } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Picker, TextField } from '../../ui/Field';
import { ValueField } from '../../ui/FormField';
import { Notice } from '../../ui/Notice';
import { Sheet } from '../../ui/Sheet';
import { PeopleSearch } from './PeopleSearch';
import { endOf, type Fault, type Form, formOf, kinds, read } from './plan';
import { coursesQuery, useSave } from './queries';
import styles from './SessionForm.module.css';

interface Props {
  session?: Lesson; // to be changed; without one, a new one
  onClose: () => void;
}

/** Plans a session, or changes one that has yet to start. */
export function SessionForm(props: Props) {
  const t = useT();
  const title = t(props.session ? 'sessions.change' : 'sessions.new');
  return (
    <Sheet form title={title} onClose={props.onClose}>
      <Fields {...props} />
    </Sheet>
  );
}

function Fields({ session, onClose }: Props) {
  const t = useT();
  const me = useSession();
  const { timeZone } = me.hospital;
  const save = useSave(session);
  const self = { id: me.employee?.id ?? 0, name: me.employee?.name ?? '' };
  const [form, setForm] = useState(() => formOf(session, self, timeZone, new Date()));
  const [faults, setFaults] = useState<Fault[]>([]);
  const summary = useRef<HTMLDivElement>(null);
  const set = (change: Partial<Form>) => setForm((before) => ({ ...before, ...change }));
  const fault = (name: Fault) => (faults.includes(name) ? t(`sessions.fault.${name}`) : undefined);

  const submit = (e: FormEvent) => {
    e.preventDefault();
    const said = read(form, timeZone);
    setFaults('faults' in said ? said.faults : []);
    if ('plan' in said) save.mutate(said.plan, { onSuccess: onClose });
    else requestAnimationFrame(() => summary.current?.focus());
  };

  return (
    <form className="stack" onSubmit={submit} noValidate>
      {faults.length > 0 && (
        <Notice tone="danger" ref={summary}>
          {faults.map((name) => (
            <p key={name}>{t(`sessions.fault.${name}`)}</p>
          ))}
        </Notice>
      )}
      {!session && <CourseFields form={form} set={set} />}
      <ValueField
        type="date"
        label={t('sessions.day')}
        value={form.day}
        onChange={(day) => set({ day })}
        error={fault('when')}
      />
      <div className={styles.pair}>
        <ValueField type="time" label={t('sessions.from')} value={form.from} onChange={(from) => set({ from })} />
        <ValueField
          type="time"
          label={t('sessions.to')}
          value={form.to}
          onChange={(to) => set({ to })}
          error={fault('ends')}
        />
      </div>
      <TextField
        label={t('sessions.place')}
        value={form.place}
        onChange={(place) => set({ place })}
        error={fault('place')}
      />
      <ValueField
        type="number"
        label={t('sessions.capacity')}
        hint={t('sessions.capacityHint')}
        value={form.capacity}
        onChange={(capacity) => set({ capacity })}
        error={fault('capacity')}
      />
      <Trainer form={form} set={set} />
      {save.error && <Refused error={save.error} />}
      <Button main wide type="submit" busy={save.isPending}>
        {t(session ? 'sessions.save' : 'sessions.plan')}
      </Button>
    </form>
  );
}

interface Part {
  form: Form;
  set: (change: Partial<Form>) => void;
}

function CourseFields({ form, set }: Part) {
  const t = useT();
  const text = useLocalized();
  const { data: courses = [] } = useQuery(coursesQuery());
  const held = courses.filter((course) => course.mode === 'internal');
  const choose = (courseId: string) => {
    const course = held.find((c) => c.id === Number(courseId));
    const kind = kinds.find((k) => k === course?.code) ?? 'lesson';
    set({ courseId, kind, ...(course && { to: endOf(form.from, course.minutes) }) });
  };
  return (
    <>
      <Picker
        visibleLabel
        label={t('sessions.course')}
        value={form.courseId}
        options={[
          { value: '', label: t('sessions.chooseCourse') },
          ...held.map((c) => ({ value: String(c.id), label: text(c.title) })),
        ]}
        onChange={choose}
      />
      <Picker
        visibleLabel
        label={t('sessions.kind')}
        value={form.kind}
        options={kinds.map((value) => ({ value, label: t(`sessions.kind.${value}`) }))}
        onChange={(kind) => set({ kind })}
      />
    </>
  );
}

/** Who holds it: oneself, unless somebody else is looked for. */
function Trainer({ form, set }: Part) {
  const t = useT();
  const [changing, setChanging] = useState(form.trainer.id === 0);
  if (!changing) {
    return (
      <p className={styles.trainer}>
        <span>
          {t('sessions.trainer')} <b>{form.trainer.name}</b>
        </span>
        <Button quiet onClick={() => setChanging(true)}>
          {t('sessions.otherTrainer')}
        </Button>
      </p>
    );
  }
  return (
    <PeopleSearch
      label={t('sessions.searchTrainer')}
      on={form.day}
      onPick={(p) => {
        set({ trainer: { id: p.employeeId, name: p.name } });
        setChanging(false);
      }}
    />
  );
}

/** What the server finds wrong, in words where it says at which field. */
function Refused({ error }: { error: Error }) {
  const t = useT();
  const fields = error instanceof Trouble ? Object.keys(error.fields) : [];
  if (fields.includes('trainerId')) return <Notice tone="danger">{t('sessions.fault.trainerAway')}</Notice>;
  if (fields.includes('endsAt') || fields.includes('startsAt'))
    return <Notice tone="danger">{t('sessions.fault.ends')}</Notice>;
  if (error instanceof Trouble && error.status === 409)
    return <Notice tone="danger">{t('sessions.fault.started')}</Notice>;
  return <Failure error={error} />;
}
