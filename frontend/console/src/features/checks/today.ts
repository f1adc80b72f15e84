import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { queries } from '../../api/queries';
import { refreshKit, useKit } from '../../lib/field/kit';
import { useOutbox } from '../../lib/field/outbox';
import type { Queued } from '../../lib/field/types';
import type { CheckBody } from '../../lib/field/wire';
import { useSession } from '../../lib/session';
import { dayAt } from '../../lib/zone';
import { walk } from './walk';

/** The phone's copy is brought up to date whenever what is on screen is, which leaves it as it was without a network. */
const kitQuery = queryOptions({
  queryKey: ['kit'],
  queryFn: () => refreshKit({ force: true }).then(() => Date.now()),
});

const aboutWhom = (item: Queued) => (item.body as CheckBody).draft.employeeId;

/** What an observer has before them today, from the phone's store. */
export function useToday() {
  const { hospital } = useSession();
  const kit = useKit();
  const outbox = useOutbox();
  const { plan, roster } = kit;
  const checks = useMemo(() => outbox.items.filter((i) => i.kind === 'check'), [outbox.items]);
  const waiting = useMemo(() => checks.filter((i) => !i.refused), [checks]);
  const wards = useMemo(
    () => plan && roster && walk(plan, roster, new Set(waiting.map(aboutWhom))),
    [plan, roster, waiting],
  );

  useQuery(kitQuery);
  // What has just been sent is done in the plan, and stands in the list.
  const sentAt = outbox.sent.find((s) => s.kind === 'check')?.sentAt;
  useEffect(() => {
    if (!sentAt) return;
    void queries.invalidateQueries({ queryKey: kitQuery.queryKey });
    void queries.invalidateQueries({ queryKey: ['spot-checks'] });
  }, [sentAt]);

  return {
    ...kit,
    wards,
    waiting,
    refused: checks.length - waiting.length,
    isOldPlan: plan !== undefined && plan.day !== dayAt(new Date(), hospital.timeZone),
  };
}
