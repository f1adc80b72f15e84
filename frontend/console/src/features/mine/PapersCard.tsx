import { useQuery } from '@tanstack/react-query';
import { useT } from '../../i18n/setup';
import { useFormat, useLocalized } from '../../lib/session';
import { Chip, type Tone } from '../../ui/Chip';
import lines from '../../ui/Lines.module.css';
import { LoadedCard } from '../../ui/LoadedCard';
import { More } from '../../ui/More';
import { type Paper, papersOf } from './papers';
import { certificatesQuery, qualificationsQuery } from './queries';

const tones: Record<Paper['state'], Tone> = {
  expired: 'warn',
  missing: 'warn',
  expiring: 'warn',
  waiting: 'plain',
  valid: 'met',
};

/** Certificates, and what the post requires besides: what needs something first. */
export function PapersCard({ employeeId }: { employeeId: number }) {
  const t = useT();
  const certificates = useQuery(certificatesQuery(employeeId));
  const required = useQuery(qualificationsQuery(employeeId)); // certificates are shown without it, too
  return (
    <LoadedCard
      title={t('mine.papers')}
      query={certificates}
      lead={(data) => {
        const { attend, valid } = papersOf(data, required.data ?? []);
        if (attend.length > 0) return t('mine.papers.attend', { n: attend.length });
        return valid.length > 0 ? t('mine.papers.allValid', { n: valid.length }) : t('mine.papers.none');
      }}
    >
      {(data) => {
        const { attend, valid } = papersOf(data, required.data ?? []);
        return (
          <>
            {attend.length > 0 && <List papers={attend} />}
            {valid.length > 0 && (
              <More label={t('mine.papers.showValid', { n: valid.length })}>
                <List papers={valid} />
              </More>
            )}
          </>
        );
      }}
    </LoadedCard>
  );
}

function List({ papers }: { papers: Paper[] }) {
  const t = useT();
  const format = useFormat();
  const text = useLocalized();
  return (
    <ul className={lines.lines}>
      {papers.map(({ key, name, state, until }) => (
        <li key={key}>
          <span>
            {text(name)}
            {until && <small>{t('mine.papers.until', { day: format.day(until) })}</small>}
          </span>
          <Chip tone={tones[state]}>{t(`mine.papers.${state}`)}</Chip>
        </li>
      ))}
    </ul>
  );
}
