import { useT } from '../../i18n/setup';
import { useFormat, useLocalized } from '../../lib/session';
import { Said } from '../../ui/Said';
import { Star } from '../../ui/Star';
import styles from './Letter.module.css';
import type { Praise } from './praise';

/** A letter of thanks, as it was written. */
export function Letter({ praise }: { praise: Praise }) {
  const t = useT();
  const format = useFormat();
  const text = useLocalized();
  const { words, from, title, day } = praise;
  return (
    <li className={styles.letter}>
      <Star size={20} />
      <div>
        <Said words={words} />
        <footer>
          <b>{from ?? t('thanks.patient')}</b>
          {day && <span>{format.date(day)}</span>}
          {title && <span>{t('thanks.for', { standard: text(title) })}</span>}
        </footer>
      </div>
    </li>
  );
}
