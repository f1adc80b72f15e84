import { useEffect, useRef, useState } from 'react';
import { useT } from '../../i18n/setup';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { Sheet } from '../../ui/Sheet';
import { Skeleton } from '../../ui/Skeleton';
import { Covering } from './covering';
import { PhotoCanvas } from './PhotoCanvas';
import styles from './PhotoSheet.module.css';
import { drawn, encoded } from './picture';

interface Props {
  file: Blob;
  onSave: (photo: Blob) => Promise<boolean>; // whether the phone could keep it
  onClose: () => void;
}

/** A photo before it is kept: small, upright, without its origin; faces are covered here, before anything is stored. */
export function PhotoSheet({ file, onSave, onClose }: Props) {
  const t = useT();
  const [covering, setCovering] = useState<Covering>();
  const [found, setFound] = useState(0);
  const [strokes, setStrokes] = useState(0);
  const [trouble, setTrouble] = useState<'unreadable' | 'notStored'>();
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    let here = true;
    drawn(file)
      .then(async (canvas) => {
        const made = new Covering(canvas);
        const n = await made.coverFaces();
        if (!here) return;
        setFound(n);
        setStrokes(made.strokeCount);
        setCovering(made);
      })
      .catch(() => here && setTrouble('unreadable'));
    return () => {
      here = false;
    };
  }, [file]);

  const saving = useRef(false);
  const save = async () => {
    if (!covering || saving.current) return;
    saving.current = true;
    setBusy(true);
    try {
      const kept = await onSave(await encoded(covering.canvas));
      if (kept) return onClose();
      setTrouble('notStored');
    } catch {
      setTrouble('notStored');
    } finally {
      saving.current = false;
      setBusy(false);
    }
  };

  return (
    <Sheet title={t('photo.title')} lead={t('photo.lead')} onClose={onClose}>
      {trouble && <Notice tone="danger">{t(`photo.${trouble}`)}</Notice>}
      {!covering && !trouble && (
        <div aria-busy="true">
          <span className="visually-hidden" role="status">
            {t('photo.preparing')}
          </span>
          <Skeleton lines={1} height={280} />
        </div>
      )}
      {covering && (
        <>
          <PhotoCanvas covering={covering} onStroke={() => setStrokes(covering.strokeCount)} />
          {found > 0 && <Notice tone="info">{t('photo.found', { n: found })}</Notice>}
          <p className={styles.kept}>{t('photo.kept')}</p>
          <div className={styles.buttons}>
            {strokes > 0 && (
              <Button
                onClick={() => {
                  covering.undo();
                  setStrokes(covering.strokeCount);
                }}
              >
                {t('photo.undo')}
              </Button>
            )}
            <Button onClick={onClose}>{t('photo.discard')}</Button>
            <Button main busy={busy} onClick={save}>
              {t('photo.save')}
            </Button>
          </div>
        </>
      )}
    </Sheet>
  );
}
