import { type ReactNode, useEffect, useRef, useState } from 'react';
import styles from './Scroll.module.css';

interface Props {
  label: string;
  tall?: boolean; // scrolls up and down, too, within the height of the window
  children: ReactNode;
}

/** A table that may be wider than the page scrolls by itself; then the keyboard can reach it, too. */
export function Scroll({ label, tall, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () =>
      setScrolls(element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and a section would be one more landmark
    <div
      role="group"
      ref={box}
      className={`${styles.scroll} ${tall ? styles.tall : ''}`}
      aria-label={label}
      tabIndex={scrolls ? 0 : undefined}
    >
      {children}
    </div>
  );
}
