import { useT } from '../i18n/setup';
import { lack, type Need } from '../lib/field/secure';
import { Notice } from './Notice';

/** Says what this page cannot have here, why, and the way around it; nothing where it can. */
export function SecureHint({ needs }: { needs: Need }) {
  const t = useT();
  const why = lack(needs);
  return why ? <Notice tone="info">{t(`offline.${needs}.${why}`)}</Notice> : null;
}
