import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { type ReactNode, type SyntheticEvent, useId, useLayoutEffect, useRef } from 'react';
import { useT } from '../i18n/setup';
import { Icon } from './Icon';
import styles from './Sheet.module.css';

interface Props {
  title: string;
  lead?: ReactNode; // one or two lines under the title
  form?: boolean; // is filled in: at the right of a desktop, and a press beside it loses nothing
  onClose: () => void;
  children: ReactNode;
}

/**
 * What rises from the bottom of a phone, where the thumb is, and is open for as long as it is drawn. A press beside it
 * takes it away. What has data-first gets the focus, otherwise the title.
 */
export function Sheet({ title, lead, form, onClose, children }: Props) {
  const t = useT();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const pressed = useRef<EventTarget>(null);
  const filled = useRef(false);
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    (shown?.querySelector<HTMLElement>('[data-first]') ?? shown?.querySelector('h2'))?.focus();
    return () => shown?.close(); // which gives the focus back to where it was
  }, []);
  const cancel = (e: SyntheticEvent) => {
    e.preventDefault(); // it closes by not being drawn any more
    onClose();
  };
  const isBeside = (target: EventTarget | null) => target === dialog.current;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes it for those who have keys
    <dialog
      ref={dialog}
      className={`${styles.sheet} ${form ? styles.form : ''}`}
      aria-labelledby={id}
      onCancel={cancel}
      onChange={() => {
        filled.current = true;
      }}
      onPointerDown={(e) => {
        pressed.current = e.target; // words that are marked may end beside the sheet
      }}
      onClick={(e) => {
        if (isBeside(pressed.current) && isBeside(e.target) && !(form && filled.current)) onClose();
      }}
    >
      <div className={styles.inner}>
        <header className={styles.head}>
          <h2 id={id} tabIndex={-1}>
            {title}
          </h2>
          <button type="button" className={styles.close} aria-label={t('action.close')} onClick={onClose}>
            <Icon of={IconX} size={24} />
          </button>
        </header>
        {lead && <p className={styles.lead}>{lead}</p>}
        {children}
      </div>
    </dialog>
  );
}
