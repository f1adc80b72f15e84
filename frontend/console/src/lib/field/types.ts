import type { Localized } from '../../api/types';

/** One measurement with the stopwatch; cancelled says why it does not count. */
export interface Attempt {
  milliseconds: number;
  cancelled?: string;
}

export type Result = 'met' | 'partly' | 'not-met' | 'not-seen' | 'not-applicable';
export type Mode = 'round' | 'unannounced' | 'camera';
export type Shift = 'day' | 'evening' | 'night';

/** What has been seen so far of one standard, by its code. */
export interface DraftFinding {
  standard: string;
  result?: Result;
  reason?: string;
  note?: string;
  attempts: Attempt[];
  photos: string[]; // ids in the photo store
}

/** A check that is being made. Its key stays the same until the server has it. */
export interface Draft {
  key: string;
  account: number;
  employeeId: number;
  employeeName: string;
  departmentId: number;
  postId: number;
  mode: Mode;
  shift: Shift;
  place: string;
  startedAt: string;
  answeredAt?: string; // when the last answer was given: there the observation ended
  at: number; // which item is open
  findings: DraftFinding[];
  double?: boolean;
  thanks?: string;
}

/** Why the server did not take something. */
export interface Refusal {
  reason: string;
  message: string;
  fields: Record<string, string>;
  at: string;
}

export type Kind = 'check' | 'photo' | 'recognition';

/** What waits on this phone to be sent. */
export interface Queued {
  id: string;
  kind: Kind;
  account: number;
  check?: string; // the key of the check that a photo or thanks belongs to
  label: string; // who it is about
  body: unknown;
  queuedAt: string;
  tries: number;
  nextAt: number;
  refused?: Refusal;
}

/** What was sent lately, for the list of today. */
export interface Sent {
  id: string;
  kind: Kind;
  account: number;
  label: string;
  sentAt: string;
  serverId?: number;
}

/** A photo as it is kept: bytes, because some phones keep no blobs. */
export interface Photo {
  id: string;
  type: string;
  bytes: ArrayBuffer;
  takenAt: string;
}

/** Somebody who may be observed. */
export interface Person {
  id: number;
  number: string;
  name: string;
  latinName: string;
  postings: { departmentId: number; postId: number }[];
  badges: string[]; // the first 8 bytes of their codes' SHA-256, in hex
  outside: boolean;
  seen: number; // how often in the last 90 days, by anybody
  lastOn?: string;
  onDuty?: Shift;
}

export interface Place {
  badge: string;
  departmentId: number;
  name: Localized | string;
}

export interface Roster {
  asOf: string;
  day: string;
  employees: Person[];
  departments: { id: number; name: Localized; parentId?: number }[];
  posts: { id: number; code: string; name: Localized }[];
  places: Place[];
  own?: string[]; // badges of whoever is signed in; absent in what an older server sent
}

/** A standard in force, with what its four results look like. */
export interface FieldStandard {
  id: number;
  code: string;
  principal: boolean;
  version: number;
  dimension: string;
  measure: 'judged' | 'seconds' | 'share';
  targetMs?: number;
  title: Localized;
  opportunity: Localized;
  met: Localized;
  partly: Localized;
  notMet: Localized;
  notApplicable: { code: string; text: Localized }[];
}

export interface Standards {
  asOf: string;
  day: string;
  standards: FieldStandard[];
  posts: { postId: number; standards: number[] }[]; // what is looked at in a post, in order
}

export interface PlanItem {
  employeeId: number;
  departmentId: number;
  why: 'fewest' | 'outside' | 'double';
  seen: number;
  need: number;
  lastOn?: string;
  shift?: Shift;
  with?: string;
  done: boolean;
}

export interface Coverage {
  people: number;
  covered: number;
  debt: number;
}

export interface Plan {
  asOf: string;
  day: string;
  items: PlanItem[];
  coverage: Coverage & { days: number; need: number };
  departments: (Coverage & { departmentId: number })[];
}
