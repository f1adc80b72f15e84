import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useT } from '../../i18n/setup';
import { useLocalized } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Picker } from '../../ui/Field';
import { Loaded } from '../../ui/Loaded';
import { Skeleton } from '../../ui/Skeleton';
import { codesQuery, departmentsQuery } from './actions';
import { CodesTable } from './CodesTable';
import styles from './CodesView.module.css';
import { IssueCard } from './IssueCard';
import { PrintCard } from './PrintCard';

/** The codes that patients scan: issue, print, replace, withdraw. */
export function CodesView() {
  const t = useT();
  const localized = useLocalized();
  const [department, setDepartment] = useState(0);
  const departments = useQuery(departmentsQuery);
  const codes = useInfiniteQuery(codesQuery(department));
  const options = [
    { value: '0', label: t('codes.everywhere') },
    ...(departments.data ?? []).map((d) => ({ value: String(d.id), label: localized(d.name) })),
  ];
  return (
    <div className="stack">
      <div className={styles.department}>
        <Picker
          visibleLabel
          label={t('codes.department')}
          value={String(department)}
          options={options}
          onChange={(id) => setDepartment(Number(id))}
        />
      </div>
      <div className={styles.cards}>
        <IssueCard key={department} department={department} />
        <PrintCard department={department} />
      </div>
      <Loaded query={codes} skeleton={<Skeleton lines={10} height={36} />}>
        {({ pages }) => <CodesTable key={department} codes={pages.flat()} />}
      </Loaded>
      {codes.hasNextPage && (
        <Button busy={codes.isFetchingNextPage} onClick={() => void codes.fetchNextPage()}>
          {t('codes.more')}
        </Button>
      )}
    </div>
  );
}
