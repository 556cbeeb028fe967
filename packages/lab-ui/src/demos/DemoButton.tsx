import type { ReactNode } from 'react';
import styles from './DemoButton.module.css';

/** A button of a demo. */
export function DemoButton({
  onClick,
  label,
  disabled = false,
  strong = false,
  children,
}: {
  readonly onClick: () => void;
  /** What it is called, where it shows only a sign. */
  readonly label?: string;
  readonly disabled?: boolean;
  readonly strong?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <button
      type="button"
      className={strong ? styles.strong : styles.plain}
      aria-label={label}
      // It keeps the focus when it can do no more, so that a keyboard does not lose its place.
      aria-disabled={disabled || undefined}
      onClick={disabled ? undefined : onClick}
    >
      {children}
    </button>
  );
}
