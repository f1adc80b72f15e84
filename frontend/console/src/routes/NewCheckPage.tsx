import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Trouble } from '../api/client';
import { FindPerson } from '../features/checks/FindPerson';
import { PlaceBar } from '../features/checks/PlaceBar';
import { type Trouble as NotFound, ScanTrouble } from '../features/checks/ScanTrouble';
import { Step } from '../features/checks/Step';
import { useToday } from '../features/checks/today';
import { CodeField } from '../features/scan/CodeField';
import { tick } from '../features/scan/haptics';
import { Scanner } from '../features/scan/Scanner';
import { useT } from '../i18n/setup';
import { byBadge, codeOf, isOwn } from '../lib/field/badge';
import { refreshKit } from '../lib/field/kit';
import { useNames } from '../lib/field/names';
import type { Roster } from '../lib/field/types';
import { useSession } from '../lib/session';
import { Failure } from '../ui/Failure';
import { Notice } from '../ui/Notice';
import { Skeleton } from '../ui/Skeleton';
import { Allowed } from './Allowed';
import { StartCheck } from './StartCheck';

/** The way into a check: whom, then one screen with likely answers. */
export default function NewCheckPage() {
  const t = useT();
  return (
    <Allowed title={t('checks.whom')} needs="log spot-check">
      <WithRoster />
    </Allowed>
  );
}

type Day = ReturnType<typeof useToday>;

function WithRoster() {
  const t = useT();
  const today = useToday();
  const { employee: self } = useSession();
  const { employee } = useSearch({ from: '/checks/new' });
  const { roster, failed } = today;
  const person = roster?.employees.find((e) => e.id === employee);
  if (roster && person) return <StartCheck person={person} roster={roster} today={today} />;
  return (
    <Step title={t('checks.whom')} wide>
      {!self && <Notice tone="info">{t('checks.notOnRoster')}</Notice>}
      {self && !roster && <NoRoster failed={failed} />}
      {self && roster && (
        <div className="stack">
          {employee && <Notice tone="info">{t(employee === self.id ? 'checks.yourself' : 'checks.gone')}</Notice>}
          <Find roster={roster} today={today} />
        </div>
      )}
    </Step>
  );
}

/** The list of people has never been on this phone: it comes, or it is said why it does not. */
function NoRoster({ failed }: { failed?: number }) {
  const t = useT();
  if (failed === undefined) return <Skeleton lines={6} />;
  if (failed === 0) return <Notice tone="info">{t('checks.noRoster')}</Notice>;
  return <Failure error={new Trouble(failed, '')} retry={() => void refreshKit({ force: true })} />;
}

function Find({ roster, today }: { roster: Roster; today: Day }) {
  const t = useT();
  const navigate = useNavigate({ from: '/checks/new' });
  const { place: badge } = useSearch({ from: '/checks/new' });
  const names = useNames(roster);
  const [trouble, setTrouble] = useState<NotFound>();
  const last = useRef('');
  const place = roster.places.find((p) => p.badge === badge);

  const read = (text: string) => {
    last.current = text;
    const found = byBadge(roster, text);
    setTrouble(found ? undefined : whyNot(roster, text));
    if (!found) return;
    tick();
    if (found.place) void navigate({ search: { place: found.place.badge }, replace: true });
    else void navigate({ search: { employee: found.person.id, place: badge } });
  };

  // Whoever was on no list may be on a newer one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: on each new list
  useEffect(() => {
    if (trouble === 'unknown') read(last.current);
  }, [roster]);

  return (
    <FindPerson
      roster={roster}
      wards={today.wards ?? []}
      place={place}
      scan={(on) => (
        <>
          {place && (
            <PlaceBar place={place} names={names} onForget={() => void navigate({ search: {}, replace: true })} />
          )}
          <Scanner on={on && !trouble} hint={t('scan.badgeHint')} onText={read} />
          <div role="status">
            {on && trouble && <ScanTrouble {...today} trouble={trouble} onAgain={() => setTrouble(undefined)} />}
          </div>
        </>
      )}
      code={<CodeField onCode={read} />}
    />
  );
}

/** Why a code leads to nobody whom one may observe. */
function whyNot(roster: Roster, text: string): NotFound {
  if (!codeOf(text)) return 'foreign';
  return isOwn(roster, text) ? 'yourself' : 'unknown';
}
