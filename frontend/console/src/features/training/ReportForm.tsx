import { type FormEvent, useRef, useState } from 'react';
import { useT } from '../../i18n/setup';
import { uuid } from '../../lib/field/uuid';
import { useSession } from '../../lib/session';
import { dayAt } from '../../lib/zone';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Picker, TextField } from '../../ui/Field';
import { ValueField } from '../../ui/FormField';
import { Notice } from '../../ui/Notice';
import { accepted, categories, type Draft, type Fault, read } from './external';
import { useReport } from './queries';
import styles from './TrainingView.module.css';

/** Reports training elsewhere, with the file that proves it. */
export function ReportForm({ onDone }: { onDone: () => void }) {
  const t = useT();
  const today = dayAt(new Date(), useSession().hospital.timeZone);
  const report = useReport();
  const key = useRef(uuid()); // sent again, it is the same report
  const summary = useRef<HTMLDivElement>(null);
  const [draft, setDraft] = useState<Draft>({
    title: '',
    provider: '',
    category: 'service-skills',
    day: today,
    hours: '',
  });
  const [file, setFile] = useState<File>();
  const [faults, setFaults] = useState<Fault[]>([]);
  const set = (change: Partial<Draft>) => {
    key.current = report.isError ? key.current : uuid();
    setDraft((before) => ({ ...before, ...change }));
  };
  const fault = (name: Fault) => (faults.includes(name) ? t(`training.fault.${name}`) : undefined);

  const submit = (e: FormEvent) => {
    e.preventDefault();
    const said = read(draft, key.current, today, file);
    setFaults(Array.isArray(said) ? said : []);
    if (!Array.isArray(said)) report.mutate({ report: said, file }, { onSuccess: onDone });
    else requestAnimationFrame(() => summary.current?.focus());
  };

  return (
    <form className="stack" onSubmit={submit} noValidate>
      {faults.length > 0 && (
        <Notice tone="danger" ref={summary}>
          {faults.map((name) => (
            <p key={name}>{t(`training.fault.${name}`)}</p>
          ))}
        </Notice>
      )}
      <TextField
        label={t('training.what')}
        value={draft.title}
        onChange={(title) => set({ title })}
        error={fault('title')}
      />
      <TextField
        label={t('training.provider')}
        value={draft.provider}
        onChange={(provider) => set({ provider })}
        error={fault('provider')}
      />
      <Picker
        visibleLabel
        label={t('training.courses.category')}
        value={draft.category}
        options={categories.map((value) => ({ value, label: t(`training.category.${value}`) }))}
        onChange={(category) => set({ category })}
      />
      <ValueField
        type="date"
        label={t('sessions.day')}
        value={draft.day}
        onChange={(day) => set({ day })}
        error={fault('day')}
      />
      <TextField
        label={t('training.howLong')}
        hint={t('training.howLongHint')}
        value={draft.hours}
        onChange={(hours) => set({ hours })}
        error={fault('hours')}
      />
      <label className={styles.file}>
        <span>{t('training.evidence')}</span>
        <input type="file" accept={accepted} onChange={(e) => setFile(e.currentTarget.files?.[0])} />
        <small className="muted">{t('training.evidenceHint')}</small>
      </label>
      {report.error && <Failure error={report.error} />}
      <Button main wide type="submit" busy={report.isPending}>
        {t('training.send')}
      </Button>
    </form>
  );
}
