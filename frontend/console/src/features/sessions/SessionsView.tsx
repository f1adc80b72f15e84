import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Lesson } from '../../api/types';
import { useT } from '../../i18n/setup';
import { comingQuery } from '../../lib/lessonQueries';
import { may, useSession } from '../../lib/session';
import { addDays, dayAt } from '../../lib/zone';
import { Button } from '../../ui/Button';
import { Loaded } from '../../ui/Loaded';
import { Notice } from '../../ui/Notice';
import { PageHead } from '../../ui/PageHead';
import { Segmented } from '../../ui/Segmented';
import { Skeleton } from '../../ui/Skeleton';
import { pastQuery } from './queries';
import { SessionForm } from './SessionForm';
import { SessionRow } from './SessionRow';
import styles from './SessionsView.module.css';
import { TodayCard } from './TodayCard';

interface Props {
  mine: boolean;
  onMine: (mine: boolean) => void;
}

/** What a trainer holds: today's sessions with what is done at the door, the coming ones, and those of the past. */
export function SessionsView({ mine, onMine }: Props) {
  const t = useT();
  const session = useSession();
  const today = dayAt(new Date(), session.hospital.timeZone);
  const self = session.employee?.id ?? 0;
  const coming = useQuery(comingQuery(today));
  const [planning, setPlanning] = useState(false);
  const own = (list: Lesson[]) => (mine ? list.filter((s) => s.trainerId === self) : list);
  const isToday = (s: Lesson) => dayAt(new Date(s.startsAt), session.hospital.timeZone) === today;
  const manages = may(session, 'manage course');
  return (
    <>
      <PageHead title={t('nav.sessions')} lead={coming.data && <Lead sessions={own(coming.data).filter(isToday)} />}>
        {self > 0 && (
          <Segmented
            label={t('sessions.whose')}
            value={mine ? 'mine' : 'all'}
            options={[
              { value: 'mine', label: t('sessions.mine') },
              { value: 'all', label: t('sessions.all') },
            ]}
            onChange={(value) => onMine(value === 'mine')}
          />
        )}
        {manages && (
          <Button icon={IconPlus} onClick={() => setPlanning(true)}>
            {t('sessions.new')}
          </Button>
        )}
      </PageHead>
      <div className={styles.page}>
        <Loaded query={coming} skeleton={<Skeleton lines={5} height={72} />}>
          {(list) => (
            <>
              <Group title={t('sessions.today')} none={t('sessions.noneToday')}>
                {own(list)
                  .filter(isToday)
                  .map((s) => (
                    <li key={s.id}>
                      <TodayCard session={s} />
                    </li>
                  ))}
              </Group>
              <Group title={t('sessions.coming')} none={t('sessions.noneComing')} boxed>
                {own(list)
                  .filter((s) => !isToday(s))
                  .map((s) => (
                    <SessionRow key={s.id} session={s} />
                  ))}
              </Group>
            </>
          )}
        </Loaded>
        <Past yesterday={addDays(today, -1)} trainerId={mine ? self : 0} />
      </div>
      {manages && planning && <SessionForm onClose={() => setPlanning(false)} />}
    </>
  );
}

function Lead({ sessions }: { sessions: Lesson[] }) {
  const t = useT();
  const held = sessions.filter((s) => !s.cancelledAt);
  return t('sessions.lead', { n: held.length });
}

interface GroupProps {
  title: string;
  none: string;
  boxed?: boolean;
  children: React.ReactNode[];
}

function Group({ title, none, boxed, children }: GroupProps) {
  return (
    <section className={styles.group} aria-label={title}>
      <h2>{title}</h2>
      {children.length > 0 ? <ul className={boxed ? styles.rows : styles.cards}>{children}</ul> : <p>{none}</p>}
    </section>
  );
}

function Past({ yesterday, trainerId }: { yesterday: string; trainerId: number }) {
  const t = useT();
  const past = useInfiniteQuery(pastQuery(yesterday, trainerId));
  return (
    <section className={styles.group} aria-label={t('sessions.past')}>
      <h2>{t('sessions.past')}</h2>
      <Loaded query={past} skeleton={<Skeleton lines={6} height={56} />}>
        {({ pages }) =>
          pages.flat().length === 0 ? (
            <Notice tone="info">{t('sessions.nonePast')}</Notice>
          ) : (
            <ul className={styles.rows}>
              {pages.flat().map((s) => (
                <SessionRow key={s.id} session={s} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {past.hasNextPage && (
        <Button busy={past.isFetchingNextPage} onClick={() => void past.fetchNextPage()}>
          {t('sessions.more')}
        </Button>
      )}
    </section>
  );
}
