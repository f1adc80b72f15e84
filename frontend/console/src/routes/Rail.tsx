import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useT } from '../i18n/setup';
import { roleNames } from '../lib/roles';
import { useLocalized, useSession } from '../lib/session';
import { Icon } from '../ui/Icon';
import { Logo } from '../ui/Star';
import type { Item } from './navigation';
import styles from './Rail.module.css';

/** The navigation at the left of a desktop. */
export function Rail({ items }: { items: Item[] }) {
  const t = useT();
  const session = useSession();
  const text = useLocalized();
  const name = session.employee?.name ?? session.name;
  return (
    <nav className={`${styles.rail} no-print`} aria-label={t('nav.label')}>
      <div className={styles.inner}>
        <div className={styles.brand}>
          <Logo />
          <span>
            Wardstar
            <small>{text(session.hospital.name)}</small>
          </span>
        </div>
        {items.map((item, i) => (
          <Fragment key={item.to}>
            {item.group && item.group !== items[i - 1]?.group && <p className={styles.group}>{t(item.group)}</p>}
            <Link to={item.to} className={styles.item} activeOptions={{ exact: item.to === '/', includeSearch: false }}>
              <Icon of={item.icon} />
              {t(item.name)}
            </Link>
          </Fragment>
        ))}
        <Link to="/me" className={styles.me}>
          <span className={styles.avatar} aria-hidden="true">
            {[...name][0]?.toUpperCase()}
          </span>
          <span>
            {name}
            <small>{roleNames(t, session).join(t('list.separator'))}</small>
          </span>
        </Link>
      </div>
    </nav>
  );
}
