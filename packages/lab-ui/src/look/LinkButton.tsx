import type { ReactNode } from 'react';
import styles from './LinkButton.module.css';

export interface LinkButtonProps {
  readonly onClick: () => void;
  /** What it is called, where it shows only a sign. */
  readonly label?: string;
  /** Default false. */
  readonly disabled?: boolean;
  readonly children: ReactNode;
}

/** A button in a text: it looks like a link. */
export function LinkButton({ onClick, label, disabled, children }: LinkButtonProps) {
  return (
    <button type="button" className={styles['link']} aria-label={label} onClick={onClick} disabled={disabled}>
      {children}
    </button>
  );
}
