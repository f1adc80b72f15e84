import type { ReactNode } from 'react';
import styles from './Dock.module.css';

/** What is pressed most: under the thumb on a phone, above the bottom bar if there is one; in its place on a desktop. */
export function Dock({ children, bar }: { children: ReactNode; bar?: boolean }) {
  return <div className={`${styles.dock} ${bar ? styles.aboveBar : ''} no-print`}>{children}</div>;
}

/** The room at the end of a page that its dock would cover. */
export const DockRoom = () => <div className={`${styles.room} no-print`} />;
