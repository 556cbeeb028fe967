import { describe, expect, it } from 'vitest';
import { countAttempt, initialVerdicts, type ProbeCount } from './probe-counter.ts';

function play(kind: keyof typeof initialVerdicts, attempts: string, success: number, failure: number): string {
  let count: ProbeCount = { verdict: initialVerdicts[kind], lastAttempt: undefined, inARow: 0 };
  return attempts
    .split('')
    .map((attempt) => {
      count = countAttempt(count, attempt === '+' ? 'success' : 'failure', { success, failure });
      return count.verdict[0];
    })
    .join('');
}

describe('probe counting', () => {
  it.each([
    ['readiness', '-+-', 1, 3, 'fss'],
    ['readiness', '++--+', 2, 2, 'fssff'],
    ['readiness', '+++---', 1, 3, 'sssssf'],
    ['liveness', '--+--', 1, 3, 'sssss'],
    ['liveness', '---', 1, 3, 'ssf'],
    ['liveness', '-', 1, 1, 'f'],
    ['startup', '--+', 1, 3, 'uus'],
    ['startup', '---', 1, 3, 'uuf'],
  ] as const)('%s: %s with thresholds %i and %i is %s', (kind, attempts, success, failure, verdicts) => {
    expect(play(kind, attempts, success, failure)).toBe(verdicts);
  });
});
