import { useNavigate, useSearch } from '@tanstack/react-router';
import { answered } from '../features/checks/Drafts';
import { itemsOf } from '../features/checks/items';
import { placeName } from '../features/checks/PlaceBar';
import { lastPlace, remember, rememberPlace } from '../features/checks/recent';
import { type Beginning, StartForm } from '../features/checks/StartForm';
import { Step } from '../features/checks/Step';
import type { useToday } from '../features/checks/today';
import { dropDraft, newDraft, useOpenDrafts } from '../lib/field/drafts';
import { useNames } from '../lib/field/names';
import type { Person, Roster } from '../lib/field/types';
import { useLocalized, useSession } from '../lib/session';

interface Props {
  person: Person;
  roster: Roster;
  today: ReturnType<typeof useToday>;
}

/** The screen before the first item, once it is known whom. */
export function StartCheck({ person, roster, today: { plan, standards } }: Props) {
  const navigate = useNavigate();
  const { accountId } = useSession();
  const text = useLocalized();
  const names = useNames(roster);
  const { place: badge, department } = useSearch({ from: '/checks/new' });
  const draft = useOpenDrafts(accountId).find((d) => d.employeeId === person.id);
  const item = plan?.items.find((i) => i.employeeId === person.id);
  const place = roster.places.find((p) => p.badge === badge);
  const departmentId = department ?? place?.departmentId ?? item?.departmentId;

  const start = async (beginning: Beginning) => {
    if (draft && answered(draft) === 0) await dropDraft(draft.key); // nothing is lost with it
    const { key } = await newDraft({
      ...beginning,
      account: accountId,
      employeeId: person.id,
      employeeName: person.name,
      double: item?.why === 'double' || undefined,
      standards: itemsOf(standards, beginning.postId),
    });
    remember(accountId, person.id);
    rememberPlace(accountId, { departmentId: beginning.departmentId, place: beginning.place, at: Date.now() });
    await navigate({ to: '/checks/$key', params: { key }, replace: true });
  };

  return (
    <Step title={person.name} lead={`${names.work(person, departmentId)} · ${person.number}`}>
      <StartForm
        person={person}
        names={names}
        item={item}
        departmentId={departmentId}
        place={place ? placeName(place, text) : lastPlace(accountId, departmentId ?? person.postings[0]?.departmentId)}
        draft={draft}
        items={(postId) => itemsOf(standards, postId).length}
        onStart={start}
      />
    </Step>
  );
}
