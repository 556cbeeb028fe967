import { type ReactNode, useEffect, useRef, useState } from 'react';
import { createKeeper, type KeepState } from './keeper.ts';

/** Keeps the course in this browser, tells how that goes, and takes it back. */
export function KeepPanel({ base }: { readonly base: string }): ReactNode {
  const [keeper] = useState(() => createKeeper(base));
  const [state, setState] = useState<KeepState>();
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => keeper.watch(setState), [keeper]);
  useEffect(() => {
    // A new version is said also to those who never open this.
    if (state?.kind === 'newer') panel.current?.closest('details')?.setAttribute('open', '');
  }, [state?.kind]);
  return (
    <div ref={panel} className="keep-panel">
      <p role="status">{say(state)}</p>
      {(state?.kind === 'notKept' || state?.kind === 'failed') && (
        <button type="button" className="button quiet" onClick={() => void keeper.keep()}>
          {state.kind === 'failed' ? 'Try again' : `Keep this course offline, ${megabytes(state.bytes)}`}
        </button>
      )}
      {state?.kind === 'newer' && (
        <button type="button" className="button quiet" onClick={() => void keeper.renew()}>
          Load the new version
        </button>
      )}
      {(state?.kind === 'kept' || state?.kind === 'newer') && (
        <button type="button" className="button quiet" onClick={() => void keeper.remove()}>
          Remove it from this browser
        </button>
      )}
    </div>
  );
}

function say(state: KeepState | undefined): string {
  switch (state?.kind) {
    case undefined:
      return '';
    case 'impossible':
      return `This copy cannot be kept. ${state.why}`;
    case 'notKept':
      return 'Concepts, glossary, labs and search then work without a network, in this browser.';
    case 'keeping':
      return state.progress === undefined
        ? 'Keeping the course …'
        : `Keeping the course: ${state.progress.kept} of ${state.progress.of} files`;
    case 'kept':
      return 'The course is kept in this browser and works without a network.';
    case 'newer':
      return 'There is a new version of the course.';
    case 'failed':
      return `The course was not kept: ${state.why}.`;
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
