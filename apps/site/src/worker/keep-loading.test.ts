import { expect, it } from 'vitest';
import type { Missing } from '../engine/protocol.ts';
import { keepLoading, type LoadFile } from './keep-loading.ts';

function scene(load: LoadFile, isRenewed: () => Promise<boolean>) {
  const told: (Missing | undefined)[] = [];
  const rests: number[] = [];
  const keep = keepLoading(load, {
    isRenewed,
    onMissing: (missing) => told.push(missing),
    rest: async (tries) => void rests.push(tries),
  });
  return { keep, told, rests };
}

function failing(times: number): LoadFile {
  let left = times;
  return (id) => {
    left -= 1;
    // As importScripts does: at once, and not by a promise.
    if (left >= 0) throw new Error('NetworkError');
    return Promise.resolve(`code ${id}`);
  };
}

it('says nothing of what is there at once', async () => {
  const { keep, told } = scene(failing(0), async () => false);
  expect([await keep(7), told]).toEqual(['code 7', []]);
});

it('tries again until it is there, and tells when it waits and when it does not any more', async () => {
  const { keep, told, rests } = scene(failing(3), () => Promise.reject(new Error('offline')));
  expect(await keep(7)).toBe('code 7');
  expect(rests).toEqual([1, 2, 3]);
  expect(told).toEqual(['unreachable', 'unreachable', 'unreachable', undefined]);
});

it('tells of a server that answers and has another build', async () => {
  const { keep, told } = scene(failing(1), async () => true);
  await keep(7);
  expect(told).toEqual(['gone', undefined]);
});

it('waits for the last of several before it says that all are there', async () => {
  const ends = new Map<string | number, () => void>();
  const tried = new Set<string | number>();
  const { keep, told } = scene(
    (id) => {
      if (tried.has(id)) return new Promise<void>((resolve) => ends.set(id, resolve));
      tried.add(id);
      return Promise.reject(new Error('NetworkError'));
    },
    async () => false,
  );
  const both = [keep(1), keep(2)];
  await expect.poll(() => ends.size).toBe(2);
  ends.get(1)?.();
  await both[0];
  expect(told).not.toContain(undefined);
  ends.get(2)?.();
  await both[1];
  expect(told.at(-1)).toBe(undefined);
});
