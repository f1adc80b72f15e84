import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs';
import type { Period } from '../../api/types';
import { useT } from '../../i18n/setup';
import { may, useFormat, useSession } from '../../lib/session';
import { DownloadLink } from '../../ui/Button';

/** The files of a period, for those who may have them. */
export function Files({ period: { name, computedAt } }: { period: Period }) {
  const t = useT();
  const format = useFormat();
  const allowed = may(useSession(), 'export score');
  if (!allowed || !computedAt) return null;
  const month = <span className="visually-hidden"> {format.month(name)}</span>;
  return (['xlsx', 'csv'] as const).map((kind) => (
    <DownloadLink key={kind} icon={IconDownload} href={`/api/v1/periods/${name}/export?format=${kind}`}>
      {t(`export.${kind}`)}
      {month}
    </DownloadLink>
  ));
}
