import { type ReactNode, useEffect, useId, useRef } from 'react';
import styles from './actions.module.css';

export interface LabDialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons that act; the one that closes is there already. */
  readonly actions?: ReactNode;
  readonly closeLabel?: string;
}

/** A question or a note above the page. The browser keeps the focus in it and gives it back. */
export function LabDialog({ title, onClose, children, actions, closeLabel = 'Close' }: LabDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const box = dialog.current;
    box?.showModal();
    return () => box?.close();
  }, []);
  return (
    <dialog ref={dialog} className={styles['dialog']} aria-labelledby={heading} onClose={onClose}>
      <h2 id={heading}>{title}</h2>
      {children}
      <div className={styles['dialog-actions']}>
        <button type="button" className={styles['plain']} onClick={() => dialog.current?.close()}>
          {closeLabel}
        </button>
        {actions}
      </div>
    </dialog>
  );
}
