import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { answer, api } from '../../api/client';
import { queries } from '../../api/queries';
import type { TestSheet } from '../../api/types';
import { useT } from '../../i18n/setup';
import { useLocalized } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Chip } from '../../ui/Chip';
import { Failure } from '../../ui/Failure';
import { Loaded } from '../../ui/Loaded';
import { Notice } from '../../ui/Notice';
import { PageHead } from '../../ui/PageHead';
import { Skeleton } from '../../ui/Skeleton';
import { type Answers, begin, choose, left, open } from './answers';
import { assessmentsQuery } from './queries';
import styles from './TestView.module.css';

/** A test: what it asks of one, the questions against the clock, the result. */
export function TestView({ id }: { id: number }) {
  const t = useT();
  const text = useLocalized();
  const query = useQuery(assessmentsQuery);
  const test = query.data?.find((a) => a.id === id);
  const start = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/assessments/{id}/attempts', { params: { path: { id } } })),
  });
  if (start.data) return <Paper key={start.data.id} sheet={start.data} />;
  return (
    <>
      <PageHead title={test ? text(test.title) : t('training.tests')} />
      <Loaded query={query} skeleton={<Skeleton lines={3} />}>
        {() =>
          test ? (
            <div className={styles.page}>
              <p>{t('training.testRules', { n: test.questions, m: test.minutes, p: test.passMark })}</p>
              <p className="muted">{t('training.testLead', { n: test.attempts })}</p>
              {start.error && <Failure error={start.error} />}
              <Button main busy={start.isPending} onClick={() => start.mutate()}>
                {t('training.beginTest')}
              </Button>
            </div>
          ) : (
            <Notice tone="info">{t('error.notFound')}</Notice>
          )
        }
      </Loaded>
    </>
  );
}

function Paper({ sheet }: { sheet: TestSheet }) {
  const t = useT();
  const text = useLocalized();
  const [answers, setAnswers] = useState<Answers>(() => begin(sheet.answers ?? [], sheet.questions.length));
  const save = useSave(sheet.id);
  const result = save.data?.result;
  const missing = open(answers);
  const pick = (question: number, option: number, multiple: boolean) => {
    const next = choose(answers, question, option, multiple);
    setAnswers(next);
    save.mutate({ answers: next, done: false });
  };
  if (result) {
    return (
      <>
        <PageHead title={text(sheet.title)} />
        <div className={styles.page}>
          <Notice tone="conclusion">
            {t(result.passed ? 'training.passed' : 'training.failed', { n: result.percent, p: result.passMark })}
          </Notice>
          <ol className={styles.results}>
            {sheet.questions.map((q, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the paper's order is its own
              <li key={i}>
                <span>{text(q.prompt)}</span>
                <Chip tone={result.right[i] ? 'met' : 'missing'}>
                  {t(result.right[i] ? 'training.right' : 'training.notRight')}
                </Chip>
              </li>
            ))}
          </ol>
          <p>
            <Link to="/training">{t('training.back')}</Link>
          </p>
        </div>
      </>
    );
  }
  return (
    <>
      <PageHead title={text(sheet.title)} lead={<Clock endsAt={sheet.endsAt} />} />
      <div className={styles.page}>
        {sheet.questions.map((q, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the paper's order is its own
          <Card key={i}>
            <fieldset className={styles.question}>
              <legend>
                {i + 1}. {text(q.prompt)}
                {q.multiple && <small>{t('training.several')}</small>}
              </legend>
              {q.options.map((option, k) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the paper's order is its own
                <label key={k}>
                  <input
                    type={q.multiple ? 'checkbox' : 'radio'}
                    name={`q${i}`}
                    checked={answers[i]?.includes(k) ?? false}
                    onChange={() => pick(i, k, q.multiple)}
                  />
                  {text(option)}
                </label>
              ))}
            </fieldset>
          </Card>
        ))}
        {save.error && <Failure error={save.error} retry={() => save.mutate({ answers, done: false })} />}
        <p className="muted">{missing > 0 ? t('training.open', { n: missing }) : t('training.allAnswered')}</p>
        <Button
          main
          wide
          busy={save.isPending && save.variables.done}
          onClick={() => save.mutate({ answers, done: true })}
        >
          {t('training.handIn')}
        </Button>
      </div>
    </>
  );
}

/** Saves each answer as it is given: what was saved counts when the time is up. */
function useSave(id: number) {
  return useMutation({
    scope: { id: `attempt ${id}` }, // one after another, or an earlier one might come later
    mutationFn: ({ answers, done }: { answers: Answers; done: boolean }) =>
      answer(
        api.PUT('/api/v1/my/attempts/{id}', {
          params: { path: { id } },
          body: { answers: answers.map((chosen) => [...chosen]), done },
        }),
      ),
    onSuccess: (sheet) => {
      if (sheet.result) void queries.invalidateQueries({ queryKey: ['qualifications'] });
    },
  });
}

function Clock({ endsAt }: { endsAt: string }) {
  const t = useT();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <span role="timer">{t('training.timeLeft', { time: left(endsAt, now) })}</span>;
}
