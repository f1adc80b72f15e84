import { useT } from '../../i18n/setup';
import type { Queued } from '../../lib/field/types';
import { Chip } from '../../ui/Chip';
import styles from './CheckList.module.css';
import { useMoment } from './moment';
import rows from './Row.module.css';

/** Checks that were made and are still on the phone. */
export function Waiting({ items }: { items: Queued[] }) {
  const t = useT();
  const moment = useMoment();
  return items.map((item) => (
    <li key={item.id} className={`${rows.row} ${styles.row}`}>
      <span>
        <b>{item.label}</b> <Chip tone="warn">{t('checks.waits')}</Chip>
        <small>{moment(item.queuedAt)}</small>
      </span>
    </li>
  ));
}
