import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import { useT } from '../i18n/setup';
import { useSession } from '../lib/session';
import { Icon } from '../ui/Icon';
import styles from './Elsewhere.module.css';
import { places, useNavigation } from './navigation';
import { PageLink } from './PageLink';

/** On a phone, the pages that are not among its four places. */
export function Elsewhere() {
  const t = useT();
  const items = useNavigation();
  const inBar = places(useSession(), items);
  const others = items.filter((item) => item.where !== 'foot' && !inBar.includes(item));
  if (others.length === 0) return null;
  return (
    <nav className={`${styles.list} no-print`} aria-label={t('me.pages')}>
      {others.map((item) => (
        <PageLink key={item.to} item={item} items={items}>
          <Icon of={item.icon} size={22} />
          <span>{t(item.name)}</span>
          <Icon of={IconChevronRight} size={18} />
        </PageLink>
      ))}
    </nav>
  );
}
