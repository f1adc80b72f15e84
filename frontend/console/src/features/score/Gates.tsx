import type { Gate } from '../../api/types';
import { useT } from '../../i18n/setup';
import { useFormat } from '../../lib/session';
import { Card } from '../../ui/Card';
import { Chip } from '../../ui/Chip';
import lines from '../../ui/Lines.module.css';
import { More } from '../../ui/More';
import styles from './Gates.module.css';
import { gateName, gateState } from './words';

interface Props {
  gates: Gate[];
  month: string;
  until?: string; // the last day that counts, of a month that still runs
}

/** What a star needs besides the score: what is missing first, what is there on demand. */
export function Gates({ gates, month, until }: Props) {
  const t = useT();
  const format = useFormat();
  if (gates.length === 0) return null;
  const open = gates.filter((g) => !g.passed);
  const met = gates.filter((g) => g.passed);
  const count = { month: format.month(month), n: met.length, of: gates.length };
  return (
    <Card title={t('gate.title')} lead={open.length === 0 ? t('gate.allMet', count) : t('gate.someMet', count)}>
      {open.length > 0 && <List gates={open} />}
      {open.length > 0 && until && <p className={styles.until}>{t('gate.until', { day: format.day(until) })}</p>}
      {met.length > 0 && (
        <More label={t('gate.showMet', { n: met.length })}>
          <List gates={met} />
          <p className="muted small">{t('gate.lead')}</p>
        </More>
      )}
    </Card>
  );
}

function List({ gates }: { gates: Gate[] }) {
  const t = useT();
  const format = useFormat();
  return (
    <ul className={lines.lines}>
      {gates.map((gate) => (
        <li key={gate.code}>
          <span>
            {gateName(t, gate.code)}
            <small>{gateState(t, format, gate)}</small>
          </span>
          <Chip tone={gate.passed ? 'met' : 'missing'}>{gate.passed ? t('gate.met') : t('gate.open')}</Chip>
        </li>
      ))}
    </ul>
  );
}
