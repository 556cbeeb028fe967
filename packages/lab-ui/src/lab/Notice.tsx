import type { ReactNode } from 'react';
import { LinkButton } from '../look/LinkButton.tsx';
import styles from './lab-page.module.css';

export interface NoticeProps {
  readonly tone: 'failed' | 'note' | 'quiet';
  readonly glyph: string;
  readonly children: ReactNode;
  /** Default: it stays as long as it is true. */
  readonly onClose?: () => void;
}

/** A line above the lab: what is out of the ordinary, and what to do about it. */
export function Notice({ tone, glyph, children, onClose }: NoticeProps) {
  return (
    <div className={styles['notice']} data-tone={tone} role={tone === 'failed' ? 'alert' : undefined}>
      <span aria-hidden="true">{glyph}</span>
      <p>{children}</p>
      {onClose ? (
        <LinkButton label="Close this message" onClick={onClose}>
          <span aria-hidden="true">×</span>
        </LinkButton>
      ) : null}
    </div>
  );
}
