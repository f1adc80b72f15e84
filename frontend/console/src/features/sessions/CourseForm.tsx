import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answer, api, Trouble } from '../../api/client';
import { queries } from '../../api/queries';
import { languageNames } from '../../i18n/languages';
import { useT } from '../../i18n/setup';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Picker, TextField } from '../../ui/Field';
import { ValueField } from '../../ui/FormField';
import { Notice } from '../../ui/Notice';
import { Sheet } from '../../ui/Sheet';
import { categories, codeFrom, levels, modes } from './courses';

/** Adds a course: its title in at least one language, what it is about, for whom, and how long. */
export function CourseForm({ onClose }: { onClose: () => void }) {
  const t = useT();
  return (
    <Sheet form title={t('training.courses.new')} onClose={onClose}>
      <Fields onClose={onClose} />
    </Sheet>
  );
}

function Fields({ onClose }: { onClose: () => void }) {
  const t = useT();
  const [title, setTitle] = useState<Record<string, string>>({});
  const [mode, setMode] = useState<(typeof modes)[number]>('internal');
  const [level, setLevel] = useState<(typeof levels)[number]>('everyone');
  const [category, setCategory] = useState<(typeof categories)[number]>('service-skills');
  const [minutes, setMinutes] = useState('60');
  const [wrong, setWrong] = useState(false);
  const titles = Object.fromEntries(Object.entries(title).filter(([, words]) => words.trim()));
  const isTitled = Object.keys(titles).length > 0;
  const isLong = Number.isInteger(Number(minutes)) && Number(minutes) >= 1 && Number(minutes) <= 60_000;
  const create = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/courses', {
          body: {
            code: codeFrom(titles.en ?? '', Date.now()),
            title: titles,
            mode,
            level,
            category,
            minutes: Number(minutes),
          },
        }),
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['courses'] });
      onClose();
    },
  });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    setWrong(!isTitled || !isLong);
    if (isTitled && isLong) create.mutate();
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      {languageNames.map(([language, name]) => (
        <TextField
          key={language}
          label={t('training.courses.titleIn', { language: name })}
          value={title[language] ?? ''}
          onChange={(words) => setTitle({ ...title, [language]: words })}
        />
      ))}
      {wrong && !isTitled && <Notice tone="danger">{t('training.courses.titleMissing')}</Notice>}
      <Picker
        visibleLabel
        label={t('training.courses.category')}
        value={category}
        options={categories.map((value) => ({ value, label: t(`training.category.${value}`) }))}
        onChange={setCategory}
      />
      <Picker
        visibleLabel
        label={t('training.courses.mode')}
        value={mode}
        options={modes.map((value) => ({ value, label: t(`training.mode.${value}`) }))}
        onChange={setMode}
      />
      <Picker
        visibleLabel
        label={t('training.courses.level')}
        value={level}
        options={levels.map((value) => ({ value, label: t(`training.level.${value}`) }))}
        onChange={setLevel}
      />
      <ValueField
        type="number"
        label={t('training.courses.minutes')}
        value={minutes}
        onChange={setMinutes}
        error={wrong && !isLong ? t('training.courses.minutesWrong') : undefined}
      />
      {create.error && <Refused error={create.error} />}
      <Button main wide type="submit" busy={create.isPending}>
        {t('training.courses.create')}
      </Button>
    </form>
  );
}

function Refused({ error }: { error: Error }) {
  const t = useT();
  if (error instanceof Trouble && error.status === 409) {
    return <Notice tone="danger">{t('training.courses.twice')}</Notice>;
  }
  return <Failure error={error} />;
}
