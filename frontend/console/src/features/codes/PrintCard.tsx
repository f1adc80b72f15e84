import IconPrinter from '@tabler/icons-react/dist/esm/icons/IconPrinter.mjs';
import { useState } from 'react';
import { useT } from '../../i18n/setup';
import { DownloadLink } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Picker } from '../../ui/Field';
import styles from './PrintCard.module.css';

const layouts = ['badges-6', 'badges-12', 'counter', 'beds', 'slips'] as const;

type Layout = (typeof layouts)[number];

/** Codes on A4, to cut along the lines. */
export function PrintCard({ department }: { department: number }) {
  const t = useT();
  const [layout, setLayout] = useState<Layout>('badges-12');
  const where = department > 0 ? `&departmentId=${department}` : '';
  return (
    <Card title={t('codes.printTitle')} lead={t('codes.printLead')}>
      <div className={styles.row}>
        <Picker
          label={t('codes.layout')}
          value={layout}
          options={layouts.map((value) => ({ value, label: t(`codes.layout.${value}`) }))}
          onChange={setLayout}
        />
        <DownloadLink icon={IconPrinter} href={`/api/v1/touchpoints/sheets?layout=${layout}${where}`}>
          {t('codes.print')}
        </DownloadLink>
      </div>
    </Card>
  );
}
