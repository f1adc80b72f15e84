import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Button } from './Button';
import styles from './Dialog.module.css';

interface Props {
  open: boolean;
  title: string;
  close: string; // what its button says
  onClose: () => void;
  children: ReactNode;
}

/** A window over the page: the browser's own, which keeps the focus in it and closes on Esc. */
export function Dialog({ open, title, close, onClose, children }: Props) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby={id} onClose={onClose}>
      {open && (
        <>
          <h2 id={id}>{title}</h2>
          {children}
          <Button onClick={onClose}>{close}</Button>
        </>
      )}
    </dialog>
  );
}
