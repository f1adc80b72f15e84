import IconSend from '@tabler/icons-react/dist/esm/icons/IconSend.mjs';
import { useState } from 'react';
import { useT } from '../../i18n/setup';
import { useKit } from '../../lib/field/kit';
import { sendFrom } from '../../lib/field/outbox';
import type { Queued } from '../../lib/field/types';
import type { CheckBody } from '../../lib/field/wire';
import { useLocalized } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Picker } from '../../ui/Field';
import styles from './OutboxView.module.css';

/** Sends a check from another department where the person observed works, if there is one. */
export function FromWhere({ item }: { item: Queued }) {
  const t = useT();
  const text = useLocalized();
  const { roster } = useKit();
  const { check } = item.body as CheckBody;
  const person = roster?.employees.find((e) => e.id === check.employeeId);
  const options = (roster?.departments ?? [])
    .filter((d) => d.id !== check.departmentId && person?.postings.some((p) => p.departmentId === d.id))
    .map((d) => ({ value: String(d.id), label: text(d.name) }));
  const [chosen, setChosen] = useState<string>();
  const to = chosen ?? options[0]?.value;
  if (to === undefined) return null;
  return (
    <div className={styles.actions}>
      <Picker visibleLabel label={t('outbox.where')} value={to} options={options} onChange={setChosen} />
      <Button icon={IconSend} onClick={() => void sendFrom(item.id, Number(to))}>
        {t('outbox.again')}
      </Button>
    </div>
  );
}
