import type { Gate } from '../../api/types';
import { useT } from '../../i18n/setup';
import { useFormat } from '../../lib/session';
import { Card } from '../../ui/Card';
import { Chip } from '../../ui/Chip';
import styles from './Gates.module.css';
import { gateName, gateState } from './words';

/** What a star needs besides the score, and how the person stands to it. */
export function Gates({ gates }: { gates: Gate[] }) {
  const t = useT();
  const format = useFormat();
  if (gates.length === 0) return null;
  return (
    <div className={styles.gates}>
      <Card title={t('gate.title')} lead={t('gate.lead')}>
        <ul className={styles.list}>
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
      </Card>
    </div>
  );
}
