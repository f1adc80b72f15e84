import type { components } from '../../api/schema';
import type { Draft, Queued } from './types';

export type NewSpotCheck = components['schemas']['AuditsNewSpotCheck'];

/** A check in the outbox: what is sent, word for word each time, and the draft it can be put back into. */
export interface CheckBody {
  check: NewSpotCheck;
  draft: Draft;
}

export interface PhotoBody {
  standard: string;
}

export interface Recognition {
  employeeId: number;
  words: string;
  standard?: string;
  at: string;
}

/** A draft as the server takes it. What has no result was not looked at, and is left out. */
export function toCheck(draft: Draft, finishedAt: string): NewSpotCheck {
  return {
    key: draft.key,
    employeeId: draft.employeeId,
    departmentId: draft.departmentId,
    mode: draft.mode,
    shift: draft.shift,
    place: draft.place,
    startedAt: draft.startedAt,
    finishedAt,
    findings: draft.findings.flatMap(({ standard, result, reason, note, attempts }) =>
      result
        ? [
            {
              standard,
              result,
              ...(reason && { reason }),
              ...(note && { note }),
              ...(attempts.length > 0 && { attempts }),
            },
          ]
        : [],
    ),
  };
}

/** What waits, anew. */
export const fresh = (item: Pick<Queued, 'id' | 'kind' | 'account' | 'check' | 'label' | 'body'>): Queued => ({
  ...item,
  queuedAt: new Date().toISOString(),
  tries: 0,
  nextAt: 0,
});

/** All that a finished check leaves to be sent: itself, its photos, and its thanks. */
export function toQueue(draft: Draft, finishedAt: string, thanksId: string): Queued[] {
  const { account, key, employeeName: label } = draft;
  const body: CheckBody = { check: toCheck(draft, finishedAt), draft };
  const photos = draft.findings
    .filter((f) => f.result)
    .flatMap(({ standard, photos }) =>
      photos.map((id) => fresh({ id, kind: 'photo', account, check: key, label, body: { standard } })),
    );
  const words = draft.thanks?.trim();
  const thanks: Recognition | undefined = words ? { employeeId: draft.employeeId, words, at: finishedAt } : undefined;
  return [
    fresh({ id: key, kind: 'check', account, label, body }),
    ...photos,
    ...(thanks ? [fresh({ id: thanksId, kind: 'recognition', account, check: key, label, body: thanks })] : []),
  ];
}
