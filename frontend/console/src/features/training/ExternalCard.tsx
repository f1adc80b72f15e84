import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { External } from '../../api/types';
import { useT } from '../../i18n/setup';
import { useFormat } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Chip, type Tone } from '../../ui/Chip';
import { Failure } from '../../ui/Failure';
import { Loaded } from '../../ui/Loaded';
import { Notice } from '../../ui/Notice';
import { Sheet } from '../../ui/Sheet';
import { Skeleton } from '../../ui/Skeleton';
import { accepted, isTaken } from './external';
import { externalQuery, useAttach, useWithdrawReport } from './queries';
import { ReportForm } from './ReportForm';
import styles from './TrainingView.module.css';

/** Training elsewhere: what one has reported, and what became of it. */
export function ExternalCard({ employeeId }: { employeeId: number }) {
  const t = useT();
  const query = useQuery(externalQuery(employeeId));
  const [reporting, setReporting] = useState(false);
  const close = () => setReporting(false);
  return (
    <Card
      title={t('training.external')}
      lead={t('training.externalLead')}
      side={
        <Button icon={IconPlus} onClick={() => setReporting(true)}>
          {t('training.report')}
        </Button>
      }
    >
      <Loaded query={query} skeleton={<Skeleton lines={2} height={44} />}>
        {(list) => (
          <ul className={styles.list}>
            {list
              .filter((x) => x.status !== 'withdrawn')
              .map((x) => (
                <Row key={x.id} report={x} />
              ))}
          </ul>
        )}
      </Loaded>
      {reporting && (
        <Sheet form title={t('training.report')} onClose={close}>
          <ReportForm onDone={close} />
        </Sheet>
      )}
    </Card>
  );
}

const tones: Record<string, Tone> = { submitted: 'plain', confirmed: 'met', refused: 'warn' };

function Row({ report: x }: { report: External }) {
  const t = useT();
  const format = useFormat();
  const withdraw = useWithdrawReport();
  const isOpen = x.status === 'submitted';
  return (
    <li>
      <span className={styles.what}>
        <b>{x.title}</b>
        <small>
          {format.day(x.earnedOn)} · {x.provider} · {t('training.hoursLong', { n: format.hoursSaid(x.minutes) })}
        </small>
        {x.words && <small>{t('training.words', { words: x.words, name: x.decidedBy ?? '' })}</small>}
        {isOpen && !x.evidence && <small>{t('training.noEvidence')}</small>}
      </span>
      <Chip tone={tones[x.status] ?? 'plain'}>{t(`training.status.${x.status as 'submitted'}`)}</Chip>
      {isOpen && !x.evidence && <Attach id={x.id} title={x.title} />}
      {isOpen && (
        <Button quiet busy={withdraw.isPending} onClick={() => withdraw.mutate(x.id)}>
          {t('training.takeBack')}
          <span className="visually-hidden"> {x.title}</span>
        </Button>
      )}
      {withdraw.error && <Failure error={withdraw.error} />}
    </li>
  );
}

/** Adds the file that a report still lacks. */
function Attach({ id, title }: { id: number; title: string }) {
  const t = useT();
  const attach = useAttach();
  const [wrong, setWrong] = useState(false);
  const choose = (file: File | undefined) => {
    if (!file) return;
    setWrong(!isTaken(file));
    if (isTaken(file)) attach.mutate({ id, file });
  };
  return (
    <>
      <label className={styles.pick}>
        {t(attach.isPending ? 'training.sending' : 'training.attach')}
        <span className="visually-hidden"> {title}</span>
        <input type="file" accept={accepted} onChange={(e) => choose(e.currentTarget.files?.[0])} />
      </label>
      {wrong && <Notice tone="danger">{t('training.fault.file')}</Notice>}
      {attach.error && <Failure error={attach.error} />}
    </>
  );
}
