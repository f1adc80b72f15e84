import { Profile } from '../features/session/Profile';
import { Elsewhere } from './Elsewhere';

export default function ProfilePage() {
  return <Profile elsewhere={<Elsewhere />} />;
}
