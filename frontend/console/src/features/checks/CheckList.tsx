import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Trouble } from '../../api/client';
import { useT } from '../../i18n/setup';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Loaded } from '../../ui/Loaded';
import { Skeleton } from '../../ui/Skeleton';
import { checksQuery } from './actions';
import styles from './CheckList.module.css';
import { CheckRow } from './CheckRow';

interface Props {
  title?: string;
  observerId?: number; // only this one's; else all that the reader may see
  empty: string;
  before?: ReactNode; // rows of what the server does not have yet
}

/** Stored checks, the latest first. */
export function CheckList({ title, observerId, empty, before }: Props) {
  const t = useT();
  const query = useInfiniteQuery(checksQuery(observerId));
  const unreached = query.isPaused || (query.error instanceof Trouble && query.error.status === 0);
  return (
    <Card title={title} flush>
      <ul className={styles.list}>
        {before}
        {query.data?.pages.flatMap((page) =>
          page.items.map((check) => <CheckRow key={check.id} check={check} withObserver={!observerId} />),
        )}
      </ul>
      <div className={styles.rest}>
        {unreached && !query.data ? (
          <p className="muted">{t('checks.mineOffline')}</p>
        ) : (
          <Loaded query={query} skeleton={<Skeleton lines={4} height={44} />}>
            {({ pages }) => !before && pages[0]?.items.length === 0 && <p className="muted">{empty}</p>}
          </Loaded>
        )}
        {query.hasNextPage && (
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('checks.more')}
          </Button>
        )}
      </div>
    </Card>
  );
}
