import IconCamera from '@tabler/icons-react/dist/esm/icons/IconCamera.mjs';
import { useRef, useState } from 'react';
import { useT } from '../../i18n/setup';
import { addPhoto } from '../../lib/field/photos';
import { Icon } from '../../ui/Icon';
import styles from './Dock.module.css';
import { PhotoSheet } from './PhotoSheet';

/** How many photos one item may have; the server takes no more. */
export const mostPhotos = 6;

/** Takes a photo with the phone's own camera, which works on a page that came by plain HTTP, too. */
export function PhotoTool({ onPhoto }: { onPhoto: (id: string) => Promise<boolean> }) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  return (
    <>
      <button type="button" className={styles.tool} onClick={() => input.current?.click()}>
        <Icon of={IconCamera} />
        {t('photo.take')}
      </button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        onChange={(e) => {
          setFile(e.currentTarget.files?.[0]);
          e.currentTarget.value = ''; // the same one may be chosen again
        }}
      />
      {file && (
        <PhotoSheet
          file={file}
          onSave={async (photo) => onPhoto(await addPhoto(photo))}
          onClose={() => setFile(undefined)}
        />
      )}
    </>
  );
}
