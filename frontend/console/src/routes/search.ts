// What of a page's state is in its address, so that it can be sent to a colleague.

export interface PeriodSearch {
  period?: string;
}

export interface RankingSearch extends PeriodSearch {
  family?: string;
  department?: number;
  q?: string;
  view?: 'table';
  compare?: number[];
}

export interface SessionsSearch {
  whose?: 'all'; // of all trainers; one's own unless said
}

export interface SessionSearch {
  view?: 'code' | 'scan';
}

export interface StandardsSearch {
  view?: 'phrases';
}

type Raw = Record<string, unknown>;

export function periodSearch(raw: Raw): PeriodSearch {
  const period = String(raw.period ?? '');
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(period) ? { period } : {};
}

export function rankingSearch(raw: Raw): RankingSearch {
  const department = Number(raw.department);
  const compare = Array.isArray(raw.compare) ? raw.compare.filter((id) => Number.isInteger(id)).slice(0, 2) : [];
  return {
    ...periodSearch(raw),
    ...(typeof raw.family === 'string' && { family: raw.family }),
    ...(department > 0 && { department }),
    ...(raw.q ? { q: String(raw.q) } : {}),
    ...(raw.view === 'table' && { view: 'table' as const }),
    ...(compare.length > 0 && { compare }),
  };
}

export interface CheckSearch extends PeriodSearch {
  from?: 'score'; // which the check is evidence of, and which the page leads back to
}

export const checkSearch = (raw: Raw): CheckSearch => ({
  ...periodSearch(raw),
  ...(raw.from === 'score' && { from: 'score' as const }),
});

export interface NewCheckSearch {
  employee?: number; // whom
  department?: number; // as what they are observed, where they work in several
  place?: string; // the badge of the place where the observer is
}

export function newCheckSearch(raw: Raw): NewCheckSearch {
  const [employee, department] = [Number(raw.employee), Number(raw.department)];
  const place = String(raw.place ?? '');
  return {
    ...(Number.isSafeInteger(employee) && employee > 0 && { employee }),
    ...(Number.isSafeInteger(department) && department > 0 && { department }),
    ...(/^[0-9a-f]{16}$/.test(place) && { place }),
  };
}

export const sessionsSearch = (raw: Raw): SessionsSearch => (raw.whose === 'all' ? { whose: 'all' } : {});

export const sessionSearch = (raw: Raw): SessionSearch =>
  raw.view === 'code' || raw.view === 'scan' ? { view: raw.view } : {};

export const standardsSearch = (raw: Raw): StandardsSearch => (raw.view === 'phrases' ? { view: 'phrases' } : {});
