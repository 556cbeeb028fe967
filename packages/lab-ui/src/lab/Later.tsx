import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import panels from '../panels/panels.module.css';
import { type LaterState, laterState, loadLater, onLaterState } from './load-later.ts';

export interface LaterProps {
  /** It is wanted now: its code is loaded when it is not there. */
  readonly shown: boolean;
  readonly children: (parts: NonNullable<LaterState['parts']>) => ReactNode;
}

/** A part of the page whose code comes after the prompt. */
export function Later({ shown, children }: LaterProps) {
  const { parts, hasFailed } = useSyncExternalStore(onLaterState, laterState, laterState);
  useEffect(() => {
    if (shown) loadQuietly();
  }, [shown]);
  if (parts) return children(parts);
  if (!shown) return null;
  if (!hasFailed) return <p className={panels['empty']}>One moment …</p>;
  return (
    <p className={panels['empty']} role="alert">
      This part of the page could not be loaded.{' '}
      <button type="button" onClick={loadQuietly}>
        Try again
      </button>
    </p>
  );
}

function loadQuietly(): void {
  void loadLater().catch(() => undefined);
}
