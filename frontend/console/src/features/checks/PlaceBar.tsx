import IconMapPin from '@tabler/icons-react/dist/esm/icons/IconMapPin.mjs';
import type { Localized } from '../../api/types';
import { useT } from '../../i18n/setup';
import type { Names } from '../../lib/field/names';
import type { Place } from '../../lib/field/types';
import { useLocalized } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import styles from './PlaceBar.module.css';

/** What a place is called, to the reader. */
export const placeName = ({ name }: Place, text: (name: Localized) => string) =>
  typeof name === 'string' ? name : text(name);

interface Props {
  place: Place;
  names: Names;
  onForget: () => void;
}

/** Where the observer is, since they scanned the code of a place. */
export function PlaceBar({ place, names, onForget }: Props) {
  const t = useT();
  const text = useLocalized();
  const where = [placeName(place, text), names.ward(place.departmentId)].filter(Boolean).join(' · ');
  return (
    <div className={styles.bar}>
      <Icon of={IconMapPin} />
      <p>{t('checks.atPlace', { place: where })}</p>
      <Button quiet onClick={onForget}>
        {t('checks.forgetPlace')}
      </Button>
    </div>
  );
}
