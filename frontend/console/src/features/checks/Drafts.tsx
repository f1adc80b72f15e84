import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import { Link } from '@tanstack/react-router';
import { useT } from '../../i18n/setup';
import type { Draft } from '../../lib/field/types';
import { Icon } from '../../ui/Icon';
import styles from './Drafts.module.css';
import { useMoment } from './moment';

/** How many items of a check have an answer. */
export const answered = (draft: Draft) => draft.findings.filter((f) => f.result).length;

/** The checks that were begun: whoever was interrupted goes on where they were. */
export function Drafts({ drafts }: { drafts: Draft[] }) {
  const t = useT();
  const moment = useMoment();
  if (drafts.length === 0) return null;
  return (
    <section aria-label={t('checks.begun')}>
      <ul className={styles.drafts}>
        {drafts.map((draft) => (
          <li key={draft.key}>
            <Link to="/checks/$key" params={{ key: draft.key }} className={styles.draft}>
              <span>
                <b>{t('checks.goOn', { name: draft.employeeName })}</b>
                <small>
                  {t('checks.goOnAt', {
                    n: answered(draft),
                    of: draft.findings.length,
                    time: moment(draft.startedAt),
                  })}
                </small>
                <span className={styles.strip} aria-hidden="true">
                  {draft.findings.map((f) => (
                    <i key={f.standard} className={f.result ? styles.full : undefined} />
                  ))}
                </span>
              </span>
              <Icon of={IconChevronRight} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
