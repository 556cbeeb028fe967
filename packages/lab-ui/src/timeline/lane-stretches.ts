import type { Moment } from '@podlab/grader/timeline';

/** A part of a lane that is drawn in one way. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly state: 'not-ready' | 'ready' | 'leaving' | 'finished';
}

/** Cuts a lane where its state changes. @param toMs the end of the drawing, for a Pod that lives */
export function laneStretches(moments: readonly Moment[], toMs: number): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let state: Stretch['state'] | undefined;
  let fromMs = 0;
  const close = (atMs: number) => {
    if (state !== undefined && atMs > fromMs) stretches.push({ fromMs, toMs: atMs, state });
    fromMs = atMs;
  };
  for (const { what, atMs } of moments) {
    const next = stateAfter(what, state);
    if (next === state) continue;
    close(atMs);
    state = next;
  }
  close(toMs);
  return stretches;
}

function stateAfter(what: Moment['what'], before: Stretch['state'] | undefined): Stretch['state'] | undefined {
  switch (what) {
    case 'there':
    case 'created':
    case 'notReady':
      return 'not-ready';
    case 'ready':
      return 'ready';
    case 'deletionBegan':
      return 'leaving';
    case 'finished':
      return 'finished';
    case 'gone':
      return undefined;
    case 'restarted':
      return before;
  }
}
