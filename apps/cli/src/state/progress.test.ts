import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { changeProgress, type Progress, readProgress, recordPassed } from './progress.ts';

const nowMs = Date.UTC(2026, 10, 24, 12);
const news = {
  labId: 'one',
  labVersion: 1,
  time: '2026-11-24T12:00:00.000Z',
  steps: ['a'],
  checks: ['x'],
  passed: false,
};
const options = {
  nowMs,
  randomHex: (bytes: number) => randomBytes(bytes).toString('hex'),
  sleep: async (ms: number) => {
    await sleep(ms);
  },
};

describe('progress', () => {
  it('keeps the time at which something was first passed, over a new version of the lab too', () => {
    const first = recordPassed({ formatVersion: 1, labs: {} }, news);
    const later = {
      ...news,
      labVersion: 2,
      time: '2026-11-25T12:00:00.000Z',
      steps: ['a', 'b'],
      checks: ['y'],
      passed: true,
    };
    expect(recordPassed(first, later).labs.one).toEqual({
      labVersion: 2,
      startedTime: news.time,
      passedTime: later.time,
      steps: { a: news.time, b: later.time },
      checks: { x: news.time, y: later.time },
    });
  });

  it('is the same object when nothing is new', () => {
    const progress = recordPassed({ formatVersion: 1, labs: {} }, news);
    expect(recordPassed(progress, { ...news, time: 'later' })).toBe(progress);
  });

  it('loses nothing when several change it at the same time', async () => {
    const path = join(tempFolder(), 'progress.json');
    const ids = Array.from({ length: 8 }, (_, index) => `lab-${index}`);
    await Promise.all(
      ids.map((labId) => changeProgress(path, (progress) => recordPassed(progress, { ...news, labId }), options)),
    );
    expect(Object.keys(readProgress(path, nowMs).progress.labs).sort()).toEqual(ids);
  });

  it('keeps fields that it does not know', async () => {
    const path = join(tempFolder(), 'progress.json');
    const lab = { labVersion: 1, startedTime: 't', steps: {}, checks: {}, notes: 'mine' };
    writeFileSync(path, JSON.stringify({ formatVersion: 1, labs: { one: lab }, theme: 'dark' }));
    await changeProgress(path, (progress) => recordPassed(progress, news), options);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ theme: 'dark', labs: { one: { notes: 'mine' } } });
  });

  it.each([
    ['no JSON', '{', 'it is not JSON'],
    ['a list', '[]', 'it is not a JSON object'],
    ['another version', '{"formatVersion":2,"labs":{}}', '`formatVersion` is 2'],
    ['no labs', '{"formatVersion":1}', '`labs` is not an object'],
    ['half a lab', '{"formatVersion":1,"labs":{"one":{}}}', 'lab one'],
  ])('that is %s is kept aside, never overwritten', (_, text, reason) => {
    const folder = tempFolder();
    const path = join(folder, 'progress.json');
    writeFileSync(path, text);
    const { progress, aside } = readProgress(path, nowMs);
    expect(progress).toEqual({ formatVersion: 1, labs: {} } satisfies Progress);
    expect(aside?.reason).toContain(reason);
    expect(readdirSync(folder)).toEqual(['progress.json.corrupt-2026-11-24T12-00-00-000Z']);
    expect(readFileSync(aside?.path ?? '', 'utf8')).toBe(text);
  });
});
