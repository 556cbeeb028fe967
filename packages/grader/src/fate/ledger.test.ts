import { describe, expect, it } from 'vitest';
import type { Version } from '../history/version.ts';
import { Ledger, type LedgerEvent } from './ledger.ts';

const leave = (order: number, uid: string): LedgerEvent => {
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { uid, name: `pod-${uid}` } };
  const version: Version = { n: order, observedAtMs: 0, how: 'modified', afterGap: false, gone: false, object, order };
  return { type: 'leave', order, uid, version };
};
const join = (order: number, uid: string): LedgerEvent => {
  return { type: 'join', order, uid, name: `pod-${uid}`, created: true };
};
const desired = (order: number, replicas: number): LedgerEvent => ({ type: 'desired', order, replicas });

/** Every order in which watches may deliver these. */
function arrivals<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) => arrivals(items.toSpliced(i, 1)).map((others) => [item, ...others]));
}

function told(ledger: Ledger, uids: string): string[] {
  return [...uids].map((uid) => {
    const { kind, successor, givenUp } = ledger.departureOf(uid) ?? {};
    return `${uid} ${kind ?? 'stays'}${successor ? `, ${successor} came` : ''}${givenUp ? ', given up' : ''}`;
  });
}

describe('the books of a controller', () => {
  it.each([
    [
      'who was deleted is replaced by the first that comes',
      [leave(1, 'a'), join(2, 'd'), leave(3, 'b'), join(4, 'e')],
      ['a vacancy, d came', 'b vacancy, e came', 'c stays'],
    ],
    [
      'who is one too many after a wish for fewer has no successor',
      [desired(1, 2), leave(2, 'a'), desired(3, 3), join(4, 'd')],
      ['a surplus', 'b stays', 'c stays'],
    ],
    [
      'a place that was freed is given up with a wish for fewer',
      [leave(1, 'a'), desired(2, 2), leave(3, 'b'), join(4, 'd')],
      ['a vacancy, given up', 'b vacancy, d came', 'c stays'],
    ],
    [
      'what comes at once fills what was left at once',
      [leave(5, 'a'), join(5, 'd'), desired(6, 3)],
      ['a vacancy, d came', 'b stays', 'c stays'],
    ],
  ])('say the same in whatever order it is heard of: %s', (_, events, expected) => {
    for (const heard of arrivals(events)) {
      const ledger = new Ledger();
      ledger.open(3, 3);
      for (const event of heard) ledger.add(event);
      expect(told(ledger, 'abc')).toEqual(expected);
    }
  });

  it('are opened anew when only later it is seen how many the controller wants', () => {
    const ledger = new Ledger();
    ledger.open(undefined, 3);
    ledger.add(leave(2, 'a'));
    expect(told(ledger, 'a')).toEqual(['a vacancy']);
    ledger.open(2);
    expect(told(ledger, 'a')).toEqual(['a surplus']);
  });

  it('tell whose departure was written, once', () => {
    const ledger = new Ledger();
    ledger.open(2, 2);
    ledger.add(leave(1, 'a'));
    expect(ledger.takeTouched()).toEqual(['a']);
    ledger.add(join(2, 'c'));
    expect(new Set(ledger.takeTouched())).toEqual(new Set(['a', 'c']));
    expect(ledger.takeTouched()).toEqual([]);
  });
});
