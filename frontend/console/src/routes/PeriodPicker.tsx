import { useQuery } from '@tanstack/react-query';
import { periodsQuery } from '../api/queries';
import { useT } from '../i18n/setup';
import { computed } from '../lib/periods';
import { useFormat } from '../lib/session';
import { Picker } from '../ui/Field';

/** Chooses among the periods that have figures. */
export function PeriodPicker({ period, onChange }: { period: string; onChange: (name: string) => void }) {
  const t = useT();
  const format = useFormat();
  const { data = [] } = useQuery(periodsQuery);
  const names = [...new Set([...computed(data).map((p) => p.name), period])].sort().reverse();
  return (
    <Picker
      label={t('period.label')}
      value={period}
      options={names.map((value) => ({ value, label: format.month(value) }))}
      onChange={onChange}
    />
  );
}
