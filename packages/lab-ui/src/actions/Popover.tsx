import { type FocusEvent, type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import styles from './actions.module.css';

export interface PopoverProps {
  readonly label: string;
  readonly button: ReactNode;
  readonly disabled?: boolean;
  /** Opens to the left, or upwards. */
  readonly side?: 'start' | 'end';
  readonly children: (close: () => void) => ReactNode;
}

/** A button that opens a list of actions. Escape closes it; the focus goes back to the button. */
export function Popover({ label, button, disabled, side = 'end', children }: PopoverProps) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  const close = () => {
    setIsOpen(false);
    document.getElementById(`${id}-opener`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Escape' && isOpen) {
      event.stopPropagation();
      close();
    }
    if (!isOpen || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
    event.preventDefault();
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>('ul button:not(:disabled), ul a')];
    const at = items.indexOf(document.activeElement as HTMLElement);
    items.at((at + (event.key === 'ArrowDown' ? 1 : -1)) % items.length)?.focus();
  };
  const onBlur = (event: FocusEvent<HTMLDivElement>) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setIsOpen(false);
  };
  return (
    <div className={styles['popover']} role="presentation" onKeyDown={onKeyDown} onBlur={onBlur}>
      <button
        id={`${id}-opener`}
        type="button"
        className={styles['icon']}
        disabled={disabled}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-label={label}
        title={label}
        onClick={() => setIsOpen(!isOpen)}
      >
        {button}
      </button>
      {isOpen ? (
        <div id={id} className={styles['floating']} data-side={side}>
          {children(close)}
        </div>
      ) : null}
    </div>
  );
}
