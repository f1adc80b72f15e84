import { useState } from 'react';
import { useT } from '../../i18n/setup';
import { useFormat, useLocalized } from '../../lib/session';
import { Dialog } from '../../ui/Dialog';
import styles from './CheckView.module.css';
import type { Finding, Photo } from './types';

const address = (photo: Photo) => `/api/v1/spot-check-photos/${photo.id}`;

/** The photos of a finding, small; pressed, large. What was deleted is said. */
export function Photos({ finding: { photos, photosDeleted = 0, title } }: { finding: Finding }) {
  const t = useT();
  const of = useLocalized()(title);
  const [open, setOpen] = useState<Photo>();
  return (
    <>
      {photos.length > 0 && (
        <ul className={styles.photos}>
          {photos.map((photo, i) => (
            <li key={photo.id}>
              <button type="button" onClick={() => setOpen(photo)}>
                <img src={address(photo)} alt={`${t('checks.photo', { n: i + 1 })}: ${of}`} loading="lazy" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {photosDeleted > 0 && <p className="muted small">{t('checks.photosDeleted', { n: photosDeleted })}</p>}
      <Dialog open={open !== undefined} title={of} close={t('action.close')} onClose={() => setOpen(undefined)}>
        {open && <Large photo={open} of={of} />}
      </Dialog>
    </>
  );
}

function Large({ photo, of }: { photo: Photo; of: string }) {
  const t = useT();
  const format = useFormat();
  const { keptFor, keptUntil } = photo;
  return (
    <>
      <img src={address(photo)} alt={of} className={styles.large} />
      <p className="muted small">
        {keptUntil ? t('checks.photoUntil', { day: format.day(keptUntil) }) : t('checks.photoKept')}
        {keptFor && ` ${t('checks.reason', { words: keptFor })}`}
      </p>
    </>
  );
}
