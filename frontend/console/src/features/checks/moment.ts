import { useMemo } from 'react';
import { useFormat, useSession } from '../../lib/session';
import { dayAt } from '../../lib/zone';

/** Writes when something was, as short as can be: today by the clock, else with the day; another year with the year. */
export function useMoment() {
  const format = useFormat();
  const { timeZone } = useSession().hospital;
  return useMemo(() => {
    const today = dayAt(new Date(), timeZone);
    const day = (d: string) => (d.slice(0, 4) === today.slice(0, 4) ? format.dayShort(d) : format.day(d));
    const moment = (time: string) => {
      const at = new Date(time);
      const on = dayAt(at, timeZone);
      return on === today ? format.time(at) : `${day(on)} ${format.time(at)}`;
    };
    return Object.assign(moment, { day });
  }, [format, timeZone]);
}
