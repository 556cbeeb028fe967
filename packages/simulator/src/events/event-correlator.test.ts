import type { Event } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { EventCorrelator } from './event-correlator.ts';

let serial = 0;

function anEvent(message: string, overrides: Partial<Event> = {}): Event {
  serial += 1;
  return {
    metadata: { name: `web.${serial}`, namespace: 'ns' },
    involvedObject: { kind: 'Pod', namespace: 'ns', name: 'web', uid: 'u1', apiVersion: 'v1' },
    reason: 'Unhealthy',
    message,
    source: { component: 'kubelet', host: 'node' },
    firstTimestamp: `first ${serial}`,
    lastTimestamp: `last ${serial}`,
    count: 1,
    type: 'Warning',
    reportingComponent: 'kubelet',
    reportingInstance: 'node',
    ...overrides,
  };
}

function summary(correlation: ReturnType<EventCorrelator['correlate']>): string {
  return correlation.action === 'drop'
    ? 'drop'
    : `${correlation.action} x${correlation.event.count} ${correlation.event.message}`;
}

describe('EventCorrelator', () => {
  it('counts the same Event up, keeping its name and first timestamp', () => {
    const correlator = new EventCorrelator();
    const first = anEvent('a');
    const again = anEvent('a');
    expect(correlator.correlate(first, 0)).toEqual({ action: 'create', event: first });
    expect(correlator.correlate(again, 1000)).toEqual({
      action: 'patch',
      event: { ...again, metadata: first.metadata, firstTimestamp: first.firstTimestamp, count: 2 },
    });
  });

  it.each([
    ['message', { message: 'b' }],
    ['reason', { reason: 'Other' }],
    ['type', { type: 'Normal' }],
    ['field path', { involvedObject: { ...anEvent('').involvedObject, fieldPath: 'spec.containers{x}' } }],
    ['object', { involvedObject: { ...anEvent('').involvedObject, uid: 'u2' } }],
  ] satisfies [string, Partial<Event>][])('creates another Event when the %s differs', (_, overrides) => {
    const correlator = new EventCorrelator();
    correlator.correlate(anEvent('a'), 0);
    expect(correlator.correlate(anEvent('a', overrides), 0).action).toBe('create');
  });

  it('puts the tenth different message and all further new ones into one Event, while old messages count on', () => {
    const correlator = new EventCorrelator();
    const seen = Array.from({ length: 9 }, (_, i) => summary(correlator.correlate(anEvent(`m${i}`), i)));
    expect(seen.at(-1)).toBe('create x1 m8');
    expect(summary(correlator.correlate(anEvent('m9'), 10))).toBe('create x1 (combined from similar events): m9');
    expect(summary(correlator.correlate(anEvent('m10'), 11))).toBe('patch x2 (combined from similar events): m10');
    expect(summary(correlator.correlate(anEvent('m3'), 12))).toBe('patch x2 m3');
  });

  it('combines messages of different containers', () => {
    const correlator = new EventCorrelator();
    const of = (i: number) =>
      anEvent(`m${i}`, { involvedObject: { ...anEvent('').involvedObject, fieldPath: `spec.containers{c${i}}` } });
    for (let i = 0; i < 9; i += 1) correlator.correlate(of(i), 0);
    expect(summary(correlator.correlate(of(9), 0))).toBe('create x1 (combined from similar events): m9');
  });

  it('forgets similar messages that are more than ten minutes apart', () => {
    const correlator = new EventCorrelator();
    for (let i = 0; i < 9; i += 1) correlator.correlate(anEvent(`m${i}`), 0);
    expect(summary(correlator.correlate(anEvent('m9'), 600_001))).toBe('create x1 m9');
  });

  it('lets 25 Events of one object and type through, then one every five minutes, and counts the dropped ones', () => {
    const correlator = new EventCorrelator();
    for (let i = 0; i < 25; i += 1) expect(correlator.correlate(anEvent('a'), 0).action).not.toBe('drop');
    expect(correlator.correlate(anEvent('a'), 1).action).toBe('drop');
    expect(correlator.correlate(anEvent('b', { type: 'Normal' }), 1).action).toBe('create');
    expect(summary(correlator.correlate(anEvent('a'), 300_001))).toBe('patch x27 a');
    expect(correlator.correlate(anEvent('a'), 300_002).action).toBe('drop');
  });
});
