import type { ObjectHistory, State } from '../recording.ts';
import { type Difference, differingLines } from './difference.ts';

/**
 * The time between two states agrees within a probe period, 1.5 s or a tenth, whichever is most. How long a Pod ran
 * before somebody deleted it is not its own. A back-off window is stretched by chance, by up to a half of it; that its
 * container waits may show at any time of it, so its end is compared from its beginning.
 * @param real the runs of the real cluster
 * @param places of the later state, in the first of them and in `mine`
 */
export function compareTimes(
  group: string,
  real: readonly (ObjectHistory | undefined)[],
  mine: ObjectHistory,
  places: readonly [number, number],
): Difference[] {
  const [index, mineIndex] = places;
  const states = real[0]?.states ?? [];
  const [before, after] = [states[index - 1], states[index]];
  if (isBeingDeleted(after) && !isBeingDeleted(before)) return [];
  const realMs = real.flatMap((object) => {
    const all = object?.states ?? [];
    return all.flatMap((state, at) =>
      at > 0 && keyOf(state) === keyOf(after) && keyOf(all[at - 1]) === keyOf(before) ? waitedMs(all, at) : [],
    );
  });
  const mineMs = waitedMs(mine.states, mineIndex);
  const stretchMs = Math.max(windowMs(before), windowMs(after)) / 2;
  const tolerance = (ms: number) => Math.max(1_500, ms / 10, mine.probePeriodSeconds * 1000) + stretchMs;
  const [low, high] = [Math.min(...realMs), Math.max(...realMs)];
  const lowest = windowMs(after) > windowMs(before) ? 0 : low - tolerance(low);
  if (mineMs >= lowest && mineMs <= high + tolerance(high)) return [];
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const since = windowMs(before) > windowMs(after) ? 'after its container had ended' : 'after the state before it';
  return [
    {
      kind: 'time',
      where: `${group}, state ${index + 1}`,
      lines: [
        `- ${[...new Set(realMs.map(seconds))].join(' or ')} ${since}`,
        `+ ${seconds(mineMs)} ${since}`,
        ...differingLines(before?.lines ?? [], after?.lines ?? []).map((line) => `(${line})`),
      ],
    },
  ];
}

/** From the state before to this one; when this one ends a back-off window, from the one before the window. */
function waitedMs(states: readonly State[], at: number): number {
  let from = at - 1;
  if (windowMs(states[from]) > windowMs(states[at]))
    while (from > 0 && windowMs(states[from]) > windowMs(states[at])) from -= 1;
  return (states[at]?.atMs ?? 0) - (states[from]?.atMs ?? 0);
}

/** The longest back-off window that a state tells of: `back-off 1m20s restarting failed container=…`. */
function windowMs(state: State | undefined): number {
  const windows = (state?.lines ?? []).flatMap((line) => {
    const [, minutes = '0', seconds] = /back-off (?:(\d+)m)?(\d+)s restarting/.exec(line) ?? [];
    return seconds === undefined ? [] : (Number(minutes) * 60 + Number(seconds)) * 1000;
  });
  return Math.max(0, ...windows);
}

function isBeingDeleted(state: State | undefined): boolean {
  return state?.lines.some((line) => line.includes('deletionTimestamp')) ?? false;
}

function keyOf(state: State | undefined): string | undefined {
  return state?.lines.join('\n');
}
