import { Outlet, useLocation, useMatches } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { queries } from '../api/queries';
import { useT } from '../i18n/setup';
import { useLive } from '../lib/live';
import { BottomBar } from './BottomBar';
import { useNavigation } from './navigation';
import { OfflineStrip } from './OfflineStrip';
import { PrintHead } from './PrintHead';
import { Rail } from './Rail';
import styles from './Shell.module.css';
import { Shortcuts } from './Shortcuts';

/** What is around every page: the rail or the bottom bar, and the strip that says the network is gone. */
export function Shell() {
  const t = useT();
  useLive(queries);
  const items = useNavigation();
  const bare = useMatches({ select: (matches) => matches.some((m) => m.staticData.bare) });
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);

  // A reader by ear is told of the new page; one by keyboard starts at its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: on each new page
  useEffect(() => {
    if (first.current) first.current = false;
    else main.current?.focus();
  }, [pathname]);

  return (
    <div className={styles.shell}>
      <a href="#main" className={styles.skip}>
        {t('nav.skip')}
      </a>
      <Rail items={items} />
      <div className={styles.page}>
        <OfflineStrip />
        <main id="main" ref={main} tabIndex={-1} className={`${styles.main} ${bare ? styles.bare : ''}`}>
          <PrintHead />
          <Outlet />
        </main>
      </div>
      {!bare && <BottomBar items={items} />}
      <Shortcuts items={items} />
    </div>
  );
}
