import IconNotes from '@tabler/icons-react/dist/esm/icons/IconNotes.mjs';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { type ReactNode, useRef } from 'react';
import { useT } from '../../i18n/setup';
import type { Draft } from '../../lib/field/types';
import { Icon } from '../../ui/Icon';
import styles from './Frame.module.css';
import { Progress } from './Progress';
import { useRoom } from './useRoom';

interface Props {
  draft: Draft;
  where: string; // the department
  who: string; // the person and the item, one line
  onClose: () => void;
  onItems: () => void;
  children: ReactNode; // what is read
  dock: ReactNode; // what is pressed
}

/** The screen of a check: what is read on top, what is pressed at the thumb. */
export function Frame({ draft, where, who, onClose, onItems, children, dock }: Props) {
  const t = useT();
  const screen = useRef<HTMLDivElement>(null);
  const room = useRoom(screen);
  return (
    <div ref={screen} className={[styles.screen, ...room.map((lack) => styles[lack])].join(' ')}>
      <div className={styles.top}>
        <div className={styles.head}>
          <button type="button" className={styles.button} aria-label={t('observe.close')} onClick={onClose}>
            <Icon of={IconX} size={24} />
          </button>
          <div className={styles.names}>
            <p className={styles.where}>{where}</p>
            <p className={styles.who}>{who}</p>
          </div>
          <button type="button" className={styles.button} aria-label={t('observe.items')} onClick={onItems}>
            <Icon of={IconNotes} size={24} />
          </button>
        </div>
        <Progress draft={draft} />
      </div>
      <div className={styles.body}>{children}</div>
      <div className={styles.dock}>{dock}</div>
    </div>
  );
}
