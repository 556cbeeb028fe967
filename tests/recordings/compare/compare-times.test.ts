import { describe, expect, it } from 'vitest';
import type { ObjectHistory } from '../recording.ts';
import { compareTimes } from './compare-times.ts';

const waits = 'state.waiting.message: "back-off 10s restarting failed container=app"';

function history(...states: (readonly [seconds: number, line: string])[]): ObjectHistory {
  return {
    group: 'pods web',
    probePeriodSeconds: 0,
    states: states.map(([seconds, line]) => ({ atMs: seconds * 1000, lines: [line] })),
  };
}

function differences(real: ObjectHistory, mine: ObjectHistory): number[] {
  return mine.states.flatMap((_, at) =>
    at > 0 && compareTimes('pods web', [real, undefined], mine, [at, at]).length > 0 ? [at] : [],
  );
}

describe('compareTimes', () => {
  it.each([
    { mine: 2.4, differs: [] },
    { mine: 2.6, differs: [1] },
    { mine: 0, differs: [] },
  ])('holds $mine s against one second: $differs', ({ mine, differs }) => {
    expect(differences(history([0, 'a'], [1, 'b']), history([0, 'a'], [mine, 'b']))).toEqual(differs);
  });

  it.each([
    { about: 'ends as late', shown: 14, ends: 14.2, differs: [] },
    { about: 'shows at once', shown: 1, ends: 14.2, differs: [] },
    { about: 'is stretched less', shown: 10, ends: 10.2, differs: [] },
    { about: 'ends before it can', shown: 2, ends: 5, differs: [2] },
    { about: 'ends after it can', shown: 2, ends: 22, differs: [2] },
    { about: 'shows after it can', shown: 21.5, ends: 22, differs: [1, 2] },
  ])('takes a back-off window that $about', ({ shown, ends, differs }) => {
    const real = history([0, 'ended'], [13, waits], [13.2, 'runs']);
    expect(differences(real, history([0, 'ended'], [shown, waits], [ends, 'runs']))).toEqual(differs);
  });
});
