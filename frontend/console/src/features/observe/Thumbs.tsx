import { useEffect, useState } from 'react';
import { useT } from '../../i18n/setup';
import { photoURL } from '../../lib/field/photos';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import styles from './Thumbs.module.css';

/** The photos of an item, small; one of them, large, can be deleted. */
export function Thumbs({ photos, onDelete }: { photos: readonly string[]; onDelete: (id: string) => void }) {
  const t = useT();
  const [open, setOpen] = useState<string>();
  if (photos.length === 0) return null;
  const name = (id: string) => t('photo.show', { n: photos.indexOf(id) + 1 });
  return (
    <>
      <ul className={styles.thumbs} aria-label={t('photo.list')}>
        {photos.map((id) => (
          <li key={id}>
            <button type="button" className={styles.thumb} onClick={() => setOpen(id)}>
              <Photo id={id} alt={name(id)} />
            </button>
          </li>
        ))}
      </ul>
      {open && photos.includes(open) && (
        <Sheet title={name(open)} lead={t('photo.kept')} onClose={() => setOpen(undefined)}>
          <div className={styles.large}>
            <Photo id={open} alt={name(open)} />
          </div>
          <Button
            onClick={() => {
              setOpen(undefined);
              onDelete(open);
            }}
          >
            {t('photo.delete')}
          </Button>
        </Sheet>
      )}
    </>
  );
}

function Photo({ id, alt }: { id: string; alt: string }) {
  const [url, setURL] = useState<string>();
  useEffect(() => {
    let made: string | undefined;
    let here = true;
    void photoURL(id).then(
      (got) => {
        made = got;
        if (here) setURL(got);
        else if (got) URL.revokeObjectURL(got);
      },
      () => {}, // the phone cannot read it now; its place stays
    );
    return () => {
      here = false;
      if (made) URL.revokeObjectURL(made);
    };
  }, [id]);
  return url ? <img src={url} alt={alt} /> : <span role="img" aria-label={alt} />;
}
