import { Profile } from '../features/session/Profile';
import { PeopleSearch } from '../features/sessions/PeopleSearch';
import { useT } from '../i18n/setup';
import { useSession } from '../lib/session';
import { dayAt } from '../lib/zone';
import { Elsewhere } from './Elsewhere';

export default function ProfilePage() {
  const t = useT();
  const today = dayAt(new Date(), useSession().hospital.timeZone);
  return (
    <Profile
      elsewhere={<Elsewhere />}
      people={(onPick) => <PeopleSearch label={t('me.personHint')} on={today} onPick={onPick} />}
    />
  );
}
