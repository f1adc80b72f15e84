import { Fragment } from 'react';
import { useT } from '../i18n/setup';
import { roleNames } from '../lib/roles';
import { useLocalized, useSession } from '../lib/session';
import { Icon } from '../ui/Icon';
import { Logo } from '../ui/Star';
import { PageLink } from './PageLink';
import type { Item } from './pages';
import styles from './Rail.module.css';
import { WaitingCount } from './WaitingCount';

/** The navigation at the left of a desktop. */
export function Rail({ items }: { items: Item[] }) {
  const t = useT();
  const session = useSession();
  const text = useLocalized();
  const name = session.employee?.name ?? session.name;
  const listed = items.filter((item) => !item.where);
  const me = items.find((item) => item.where === 'foot');
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
        {listed.map((item, i) => (
          <Fragment key={item.to}>
            {item.group && item.group !== listed[i - 1]?.group && <p className={styles.group}>{t(item.group)}</p>}
            <PageLink item={item} items={items} className={styles.item}>
              <Icon of={item.icon} />
              {t(item.name)}
              {item.to === '/outbox' && <WaitingCount />}
            </PageLink>
          </Fragment>
        ))}
        <div className={styles.foot}>
          {me && (
            <PageLink item={me} items={items} className={styles.me}>
              <span className={styles.avatar} aria-hidden="true">
                {[...name][0]?.toUpperCase()}
              </span>
              <span>
                {name}
                <small>{roleNames(t, session).join(t('list.separator'))}</small>
              </span>
            </PageLink>
          )}
        </div>
      </div>
    </nav>
  );
}
