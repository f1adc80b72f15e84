import IconUserCircle from '@tabler/icons-react/dist/esm/icons/IconUserCircle.mjs';
import { Link } from '@tanstack/react-router';
import { useT } from '../i18n/setup';
import { Icon } from '../ui/Icon';
import styles from './BottomBar.module.css';
import type { Item } from './navigation';

/** The navigation at the bottom of a phone, where the thumb is. */
export function BottomBar({ items }: { items: Item[] }) {
  const t = useT();
  return (
    <nav className={`${styles.bar} no-print`} aria-label={t('nav.label')}>
      {items
        .filter((item) => item.onPhone)
        .map((item) => (
          <Link key={item.to} to={item.to} activeOptions={{ exact: item.to === '/', includeSearch: false }}>
            <Icon of={item.icon} size={24} />
            {t(item.name)}
          </Link>
        ))}
      <Link to="/me">
        <Icon of={IconUserCircle} size={24} />
        {t('nav.me')}
      </Link>
    </nav>
  );
}
