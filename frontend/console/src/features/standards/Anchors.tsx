import { useT } from '../../i18n/setup';
import styles from './Anchors.module.css';
import type { Standard } from './find';

/** Full, half and empty: what was done, by shape and not by colour. */
const shapes = {
  met: <circle cx="10" cy="10" r="8" fill="currentColor" />,
  partly: <path d="M10 2a8 8 0 0 0 0 16z" fill="currentColor" />,
  notMet: null,
};

/** What counts as met, partly met and not met, as an observer reads it. */
export function Anchors({ standard }: { standard: Standard }) {
  const t = useT();
  return (
    <dl className={styles.anchors}>
      {(['met', 'partly', 'notMet'] as const).map(
        (result) =>
          standard[result].text && (
            <div key={result}>
              <dt>
                <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
                  <circle cx="10" cy="10" r="8" fill="none" stroke="currentColor" strokeWidth="2" />
                  {shapes[result]}
                </svg>
                {t(`evidence.${result}`)}
              </dt>
              <dd lang={standard[result].language}>{standard[result].text}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
