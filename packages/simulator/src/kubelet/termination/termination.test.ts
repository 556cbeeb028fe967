import { encodeUtf8 } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import { terminationMessage } from '../containers/termination-message.ts';
import { effectiveGraceSeconds, terminationOrder } from './termination-order.ts';

describe('terminationOrder', () => {
  it('stops apps at once, then sidecars from the last to the first', () => {
    const order = terminationOrder({
      containers: [{ name: 'a' }, { name: 'b' }],
      initContainers: [
        { name: 'init' },
        { name: 's1', restartPolicy: 'Always' },
        { name: 's2', restartPolicy: 'Always' },
      ],
    });
    expect(Object.fromEntries(order)).toEqual({ a: [], b: [], init: [], s2: ['a', 'b'], s1: ['a', 'b', 's2'] });
  });
});

describe('effectiveGraceSeconds', () => {
  it.each([
    ['the spec says', 30, undefined, undefined, 30],
    ['the request says', 30, 5, undefined, 5],
    ['it may be longer than the spec', 5, 60, undefined, 60],
    ['it can only shrink', 30, 60, 10, 10],
    ['it shrinks', 30, 3, 10, 3],
    ['it is never nothing', 30, 0, undefined, 1],
  ])('%s', (_, spec, wanted, current, expected) => {
    expect(effectiveGraceSeconds(spec, wanted, current)).toBe(expected);
  });
});

describe('terminationMessage', () => {
  const text = (length: number) => encodeUtf8('x'.repeat(length));
  const input = { file: undefined, policy: 'File', exitCode: 1, log: () => encodeUtf8('log\n'), containerCount: 1 };

  it.each<[string, Partial<Parameters<typeof terminationMessage>[0]>, number | string | undefined]>([
    ['the file, also after success', { file: encodeUtf8('bye'), exitCode: 0 }, 'bye'],
    ['nothing without a file', {}, undefined],
    [
      'the last 4096 bytes of the file',
      { file: encodeUtf8(`${'a'.repeat(6000)}${'z'.repeat(4096)}`) },
      'z'.repeat(4096),
    ],
    [
      'of these the first ones, a share of 12 KiB among five containers',
      { file: encodeUtf8(`${'a'.repeat(2458)}${'z'.repeat(4096)}`), containerCount: 5 },
      'z'.repeat(2457),
    ],
    ['the log after an error, when asked to', { policy: 'FallbackToLogsOnError' }, 'log\n'],
    ['no log after success', { policy: 'FallbackToLogsOnError', exitCode: 0 }, undefined],
    ['no log when there is a file', { policy: 'FallbackToLogsOnError', file: encodeUtf8('f') }, 'f'],
    ['the last 2048 bytes of the log', { policy: 'FallbackToLogsOnError', log: () => text(5000) }, 2048],
    [
      'the last 80 lines of the log',
      { policy: 'FallbackToLogsOnError', log: () => encodeUtf8('line\n'.repeat(100)) },
      'line\n'.repeat(80),
    ],
  ])('is %s', (_, fields, expected) => {
    const message = terminationMessage({ ...input, ...fields });
    expect(typeof expected === 'number' ? message?.length : message).toBe(expected);
  });
});
