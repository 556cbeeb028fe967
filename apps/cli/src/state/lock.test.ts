import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { findHolder, tryLock } from './lock.ts';

const nowMs = Date.now();
const options = {
  nowMs,
  randomHex: (bytes: number) => randomBytes(bytes).toString('hex'),
  sleep: async (ms: number) => {
    await sleep(ms);
  },
};

async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('a lock', () => {
  it('is held by one, who is named, until it is released', async () => {
    const folder = join(tempFolder(), 'lock');
    const first = await tryLock(folder, { ...options, socket: '/tmp/s', token: 't' });
    expect(await tryLock(folder, options)).toMatchObject({
      heldBy: { pid: process.pid, socket: '/tmp/s', token: 't' },
    });
    expect(findHolder(folder, nowMs)).toMatchObject({ pid: process.pid });
    if ('lock' in first) first.lock.release();
    expect(findHolder(folder, nowMs)).toBeUndefined();
    expect(await tryLock(folder, options)).toHaveProperty('lock');
  });

  it('of a process that died is reaped', async () => {
    const folder = join(tempFolder(), 'lock');
    mkdirSync(folder);
    const pid = await deadPid();
    writeFileSync(join(folder, `${pid}-abcdef`), JSON.stringify({ pid, lockedTime: '', held: true }));
    expect(await tryLock(folder, options)).toHaveProperty('lock');
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it.runIf(process.platform === 'linux')('of a process whose id another one has now is reaped', async () => {
    const folder = join(tempFolder(), 'lock');
    mkdirSync(folder);
    const claim = { pid: process.pid, startTime: 'another boot/1', lockedTime: '', held: true };
    writeFileSync(join(folder, `${process.pid}-abcdef`), JSON.stringify(claim));
    expect(await tryLock(folder, options)).toHaveProperty('lock');
  });

  it('waits for a claim that is being written, and removes one that never was', async () => {
    const folder = join(tempFolder(), 'lock');
    mkdirSync(folder);
    const path = join(folder, '12345-abcdef');
    writeFileSync(path, '{"pid"');
    const late = tryLock(folder, options);
    await sleep(60);
    utimesSync(path, new Date(nowMs - 60_000), new Date(nowMs - 60_000));
    expect(await late).toHaveProperty('lock');
  });

  it('is held by at most one of many who claim at the same time, and by one in the end', async () => {
    const folder = join(tempFolder(), 'lock');
    const attempts = await Promise.all(Array.from({ length: 12 }, () => tryLock(folder, options)));
    expect(attempts.filter((attempt) => 'lock' in attempt)).toHaveLength(1);
  });
});
