import type { Lesson } from '../../api/types';
import { useT } from '../../i18n/setup';
import { useFormat, useSession } from '../../lib/session';
import { dayAt } from '../../lib/zone';

/** When a session is, by the hospital's clock: "Today, 13:00–15:00". One of a whole day ends at 24:00. */
export function useWhen() {
  const t = useT();
  const format = useFormat();
  const { timeZone } = useSession().hospital;
  return (s: Pick<Lesson, 'startsAt' | 'endsAt'>) => {
    const [from, to] = [new Date(s.startsAt), new Date(s.endsAt)];
    const today = dayAt(from, timeZone) === dayAt(new Date(), timeZone);
    const end = format.time(to) === '00:00' ? '24:00' : format.time(to);
    const day = today ? t('sessions.today') : format.weekday(from);
    return t('sessions.when', { day, from: format.time(from), to: end });
  };
}
