import type { Report } from './queries';

export const categories = [
  'medical-basics',
  'service-skills',
  'communication',
  'law-privacy',
  'cases',
  'etiquette',
] as const;

/** What the server takes as evidence. */
export const accepted = 'application/pdf,image/jpeg,image/png';
const most = 10 * 1024 * 1024;

/** A report as it is being written. */
export interface Draft {
  title: string;
  provider: string;
  category: Report['category'];
  day: string;
  hours: string;
}

export type Fault = 'title' | 'provider' | 'day' | 'hours' | 'file';

/** What a draft says, or what has to be looked at. Hours may have a fraction, by a point or a comma. */
export function read(draft: Draft, key: string, today: string, file?: Pick<File, 'size' | 'type'>): Report | Fault[] {
  const minutes = Math.round(Number(draft.hours.trim().replace(',', '.')) * 60);
  const faults: Fault[] = [];
  if (!draft.title.trim()) faults.push('title');
  if (!draft.provider.trim()) faults.push('provider');
  if (!/^20\d\d-\d\d-\d\d$/.test(draft.day) || draft.day > today) faults.push('day');
  if (!(minutes >= 1 && minutes <= 60_000)) faults.push('hours');
  if (file && !isTaken(file)) faults.push('file');
  if (faults.length > 0) return faults;
  const { title, provider, category } = draft;
  return { key, title: title.trim(), provider: provider.trim(), category, earnedOn: draft.day, minutes };
}

export const isTaken = ({ size, type }: Pick<File, 'size' | 'type'>) =>
  size > 0 && size <= most && accepted.split(',').includes(type);
