import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Card } from './Card';
import { Loaded } from './Loaded';
import { Skeleton } from './Skeleton';

interface Props<T> {
  title: string;
  query: UseQueryResult<T>;
  lead: (data: T) => ReactNode; // one sentence, first of all
  children?: (data: T) => ReactNode;
}

/** A card that loads by itself and fails by itself: what else is on the page stays. */
export function LoadedCard<T>({ title, query, lead, children }: Props<T>) {
  return (
    <Card title={title} lead={query.data !== undefined && lead(query.data)}>
      <Loaded query={query} skeleton={<Skeleton lines={2} height={20} />}>
        {(data) => children?.(data)}
      </Loaded>
    </Card>
  );
}
