import { useEffect, useState } from 'react';
import { useLanguage, useT } from '../i18n/setup';
import { useFormat, useLocalized, useSession } from '../lib/session';

/** The head of a printed page: whose it is, who printed it and when. */
export function PrintHead() {
  const t = useT();
  const language = useLanguage();
  const format = useFormat();
  const text = useLocalized();
  const { name, employee, hospital } = useSession();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const update = () => setNow(new Date());
    addEventListener('beforeprint', update);
    return () => removeEventListener('beforeprint', update);
  }, []);
  return (
    <p className="only-print caption" lang={language}>
      {t('print.head', { hospital: text(hospital.name), name: employee?.name ?? name, time: format.dateTime(now) })}
    </p>
  );
}
