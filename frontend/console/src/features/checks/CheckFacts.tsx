import { useT } from '../../i18n/setup';
import type { Mode, Shift } from '../../lib/field/types';
import { useFormat, useLocalized, useSession } from '../../lib/session';
import { dayAt } from '../../lib/zone';
import { Card } from '../../ui/Card';
import { Facts } from '../../ui/Fact';
import type { SpotCheck } from './types';

/** From here on the server has put the times right; less is the way through the network. */
const clockTolerance = 60_000;

/** Who observed, when, where and how. */
export function CheckFacts({ check }: { check: SpotCheck }) {
  const t = useT();
  const text = useLocalized();
  const when = useWhen();
  const minutes = Math.round(Math.abs(check.skewMs) / 60_000);
  return (
    <Card>
      <Facts
        facts={[
          [t('checks.when'), when(check.startedAt, check.finishedAt)],
          [t('checks.where'), [text(check.departmentName), check.place].filter(Boolean).join(' · ')],
          [t('checks.mode'), t(`checks.mode.${check.mode as Mode}`)],
          [t('checks.shift'), t(`checks.shift.${check.shift as Shift}`)],
          [t('checks.who'), [check.observerName, check.outside && t('checks.outsider')].filter(Boolean).join(' · ')],
          [t('checks.stored'), when(check.recordedAt)],
        ]}
      />
      {Math.abs(check.skewMs) >= clockTolerance && (
        <p className="muted small">{t(check.skewMs > 0 ? 'checks.skewAhead' : 'checks.skewBehind', { n: minutes })}</p>
      )}
    </Card>
  );
}

/** A time with its day; a second one on the same day by the clock alone. */
function useWhen() {
  const format = useFormat();
  const { timeZone } = useSession().hospital;
  return (from: string, to?: string) => {
    const [start, end] = [new Date(from), new Date(to ?? from)];
    const first = format.dateTime(start);
    if (!to || format.time(start) === format.time(end)) return first;
    const same = dayAt(start, timeZone) === dayAt(end, timeZone);
    return `${first}–${same ? format.time(end) : format.dateTime(end)}`;
  };
}
