import { type ReactNode, useRef } from 'react';
import styles from './Screen.module.css';
import { useRoom } from './useRoom';

interface Props {
  back: ReactNode; // the one way out: a button or a link with an icon
  title: ReactNode; // an h1, unless what is read has one
  lead?: ReactNode; // one line under the title
  more?: ReactNode; // a button at the other end of the head
  below?: ReactNode; // the last of the head
  dock?: ReactNode; // what is pressed
  wide?: boolean; // two columns on a desktop
  children: ReactNode; // what is read
}

/** A page that has the whole of a phone: what is read under its head, what is pressed at the thumb. A card on a desktop. */
export function Screen({ back, title, lead, more, below, dock, wide, children }: Props) {
  const screen = useRef<HTMLDivElement>(null);
  const room = useRoom(screen);
  const kinds = [dock && styles.docked, wide && styles.wide, ...room.map((lack) => styles[lack])];
  return (
    <div ref={screen} className={[styles.screen, ...kinds.filter(Boolean)].join(' ')}>
      <div className={styles.top} data-part="head">
        <div className={styles.head}>
          {back}
          <div className={styles.names}>
            {title}
            {lead && <p className={styles.lead}>{lead}</p>}
          </div>
          {more}
        </div>
        {below}
      </div>
      <div className={styles.body}>{children}</div>
      {dock && (
        <div className={styles.dock} data-part="dock">
          {dock}
        </div>
      )}
    </div>
  );
}
