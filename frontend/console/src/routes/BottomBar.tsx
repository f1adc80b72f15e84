import { useLayoutEffect, useRef } from 'react';
import { useT } from '../i18n/setup';
import { useSession } from '../lib/session';
import { Icon } from '../ui/Icon';
import styles from './BottomBar.module.css';
import { places } from './navigation';
import { PageLink } from './PageLink';
import type { Item } from './pages';
import { WaitingCount } from './WaitingCount';

/** The four places of a phone, where the thumb is. */
export function BottomBar({ items }: { items: Item[] }) {
  const t = useT();
  const bar = useRef<HTMLElement>(null);
  useLayoutEffect(() => (bar.current ? tellHeight(bar.current) : undefined), []);
  return (
    <nav ref={bar} className={`${styles.bar} no-print`} aria-label={t('nav.label')}>
      {places(useSession(), items).map((item) => (
        <PageLink key={item.to} item={item} items={items}>
          <Icon of={item.icon} size={24} />
          {t(item.name)}
          {item.to === '/checks' && <WaitingCount />}
        </PageLink>
      ))}
    </nav>
  );
}

/** Says how high the bar is to what stands on it: a label may take two lines, and text may be enlarged. */
function tellHeight(bar: HTMLElement) {
  const { style } = document.documentElement;
  const seen = new ResizeObserver(() => style.setProperty('--bar', `${bar.getBoundingClientRect().height}px`));
  seen.observe(bar);
  return () => {
    seen.disconnect();
    style.removeProperty('--bar');
  };
}
