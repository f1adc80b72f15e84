import IconCertificate from '@tabler/icons-react/dist/esm/icons/IconCertificate.mjs';
import IconQrcode from '@tabler/icons-react/dist/esm/icons/IconQrcode.mjs';
import IconScan from '@tabler/icons-react/dist/esm/icons/IconScan.mjs';
import type { Lesson } from '../../api/types';
import { useT } from '../../i18n/setup';
import { doors, hasCode, phase } from '../../lib/lessons';
import { may, useFormat, useSession } from '../../lib/session';
import { Button } from '../../ui/Button';
import styles from './Dock.module.css';

interface Props {
  session: Lesson;
  onView: (view: 'code' | 'scan') => void;
  onCredit: () => void;
}

/** What is done now, where the thumb is: before and during a session its door, after it its hours. */
export function Dock({ session: s, onView, onCredit }: Props) {
  const t = useT();
  const format = useFormat();
  const credits = may(useSession(), 'credit hours');
  const now = Date.now();
  const at = phase(s, now);
  if (at === 'cancelled' || !credits) return null;
  if (at === 'ahead') {
    return (
      <p className={styles.says}>
        {t('sessions.opensOn', { time: format.dateTime(new Date(Date.parse(s.startsAt) - doors)) })}
      </p>
    );
  }
  const over = now >= Date.parse(s.endsAt);
  const owing = over && s.credited < s.present;
  return (
    <div className={styles.dock}>
      {hasCode(s, now) && (
        <Button main={!owing} icon={IconQrcode} onClick={() => onView('code')}>
          {t('sessions.showCode')}
        </Button>
      )}
      <Button icon={IconScan} onClick={() => onView('scan')}>
        {t('sessions.scanThem')}
      </Button>
      {over && (
        <Button main={owing} icon={IconCertificate} onClick={onCredit}>
          {t('sessions.credit')}
        </Button>
      )}
    </div>
  );
}
