import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import { Link } from '@tanstack/react-router';
import { useT } from '../../i18n/setup';
import { useLocalized } from '../../lib/session';
import { Chip } from '../../ui/Chip';
import { Icon } from '../../ui/Icon';
import styles from './CheckList.module.css';
import { useMoment } from './moment';
import rows from './Row.module.css';
import type { SpotCheckSummary } from './types';

interface Props {
  check: SpotCheckSummary;
  withObserver?: boolean;
}

/** A stored check in a list. */
export function CheckRow({ check, withObserver }: Props) {
  const t = useT();
  const text = useLocalized();
  const moment = useMoment();
  const { met, partly, notMet } = check;
  const of = met + partly + notMet;
  const lines = [
    moment(check.startedAt),
    text(check.departmentName),
    withObserver && t('checks.by', { name: check.observerName }),
  ];
  return (
    <li>
      <Link to="/checks/done/$id" params={{ id: String(check.id) }} className={`${rows.row} ${styles.row}`}>
        <span>
          <b className={check.voidedAt ? styles.voided : undefined}>{check.employeeName}</b>{' '}
          {check.voidedAt && <Chip tone="plain">{t('checks.voided')}</Chip>}
          <small>{lines.filter(Boolean).join(' · ')}</small>
          <small>{of > 0 ? t('checks.sum', { met, of }) : t('checks.nothingSeen')}</small>
        </span>
        <Icon of={IconChevronRight} />
      </Link>
    </li>
  );
}
