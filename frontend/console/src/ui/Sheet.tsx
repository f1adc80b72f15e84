import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Icon } from './Icon';
import styles from './Sheet.module.css';

interface Props {
  open: boolean;
  title: string;
  close: string; // what its button says
  onClose: () => void;
  children: ReactNode;
}

/** A window for a form: from below on a phone, at the right of a desktop. The browser's own keeps the focus in it. */
export function Sheet({ open, title, close, onClose, children }: Props) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} className={styles.sheet} aria-labelledby={id} onClose={onClose}>
      {open && (
        <>
          <header className={styles.head}>
            <h2 id={id}>{title}</h2>
            <button type="button" className={styles.close} aria-label={close} onClick={onClose}>
              <Icon of={IconX} />
            </button>
          </header>
          <div className={styles.body}>{children}</div>
        </>
      )}
    </dialog>
  );
}
