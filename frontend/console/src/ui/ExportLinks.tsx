import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs';
import type { Period } from '../api/types';
import type { Language } from '../i18n/languages';
import { useLanguage, useT } from '../i18n/setup';
import { may, useFormat, useSession } from '../lib/session';
import { DownloadLink } from './Button';
import styles from './ExportLinks.module.css';

type Kind = 'xlsx' | 'csv';

/** The address of a period's file, its words in the reader's language. */
export const exportAddress = (period: string, kind: Kind, language: Language) =>
  `/api/v1/periods/${period}/export?format=${kind}&lang=${language}`;

interface Props {
  period: Pick<Period, 'name' | 'computedAt'>;
  look: 'main' | 'plain' | 'inline'; // the page's main action, buttons, or links in a row of a table
}

/** The files of a period with figures, for those who may have them. */
export function ExportLinks({ period: { name, computedAt }, look }: Props) {
  const t = useT();
  const format = useFormat();
  const language = useLanguage();
  const allowed = may(useSession(), 'export score');
  if (!allowed || !computedAt) return null;
  return (['xlsx', 'csv'] as const).map((kind) => {
    const href = exportAddress(name, kind, language);
    const month = <span className="visually-hidden"> {format.month(name)}</span>;
    if (look === 'inline') {
      return (
        <a key={kind} href={href} download className={styles.inline}>
          {kind.toUpperCase()}
          {month}
        </a>
      );
    }
    const main = look === 'main' && kind === 'xlsx';
    return (
      <DownloadLink key={kind} icon={IconDownload} href={href} main={main} shortcut={main ? 'E' : undefined}>
        {t(`export.${kind}`)}
        {month}
      </DownloadLink>
    );
  });
}
