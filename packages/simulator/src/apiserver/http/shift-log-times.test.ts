import { decodeUtf8, encodeUtf8 } from '@podlab/apimachinery';
import { expect, test } from 'vitest';
import type { ApiStream } from '../exchange.ts';
import { shiftLogTimes } from './shift-log-times.ts';

const line = (second: string) => `2026-01-01T00:00:${second}.123456789Z it is 2026-01-01T00:00:00Z\n`;

test('moves the time at the beginning of each line and leaves the line itself alone', () => {
  expect(shiftLogTimes(line('30') + line('31'), -30_000)).toBe(line('00') + line('01'));
});

test('waits for whole lines of a stream', () => {
  const text = encodeUtf8(line('30'));
  const stream: ApiStream = {
    subscribe: (sink) => {
      sink.write(text.subarray(0, 10));
      sink.write(text.subarray(10));
      sink.write(encodeUtf8('2026-01-01T00:00:40Z no end'));
      sink.end();
      return () => {};
    },
  };
  const shifted = shiftLogTimes(stream, -30_000);
  const chunks: string[] = [];
  if (typeof shifted === 'string' || shifted instanceof Uint8Array) throw new Error('not a stream');
  shifted.subscribe({ write: (chunk) => chunks.push(decodeUtf8(chunk)), end: () => chunks.push('<end>') });
  expect(chunks).toEqual([line('00'), '2026-01-01T00:00:10Z no end', '<end>']);
});
