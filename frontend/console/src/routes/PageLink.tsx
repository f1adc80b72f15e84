import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { isExact } from './navigation';
import type { Item } from './pages';

interface Props {
  item: Item;
  items: Item[]; // all there are
  className?: string;
  children: ReactNode;
}

/** The link to a page of the navigation. */
export function PageLink({ item, items, className, children }: Props) {
  return (
    <Link to={item.to} className={className} activeOptions={{ exact: isExact(item, items), includeSearch: false }}>
      {children}
    </Link>
  );
}
