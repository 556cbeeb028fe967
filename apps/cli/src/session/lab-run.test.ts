import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '@podlab/lab-format';
import { describe, expect, it } from 'vitest';
import type { Host } from '../host.ts';
import type { LabPaths } from '../state/paths.ts';
import { writeSession } from '../state/session-file.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { type LabRunOptions, openLabRun } from './lab-run.ts';

const host = { nowMs: () => Date.UTC(2026, 10, 24), randomHex: () => 'abcdef' } as unknown as Host;
const lab = { id: 'one', version: 1 } as Lab;

function place() {
  const folder = tempFolder();
  const paths = {
    folder,
    session: join(folder, 'session.json'),
    history: join(folder, 'history.jsonl'),
    journal: join(folder, 'journal.jsonl'),
  };
  const options: LabRunOptions = { host, paths: paths as LabPaths, lab, engine: 'embedded', fresh: false };
  return { folder, paths, options };
}

/** A run that was set up and recorded something. */
function begun() {
  const { folder, paths, options } = place();
  const run = openLabRun(options);
  run.log.append({ type: 'step', step: 'a', observedAtMs: 1 });
  run.log.close();
  writeSession(paths.session, { ...run.session, ready: true, port: 4000 });
  writeFileSync(paths.journal, 'journal');
  return { folder, paths, options };
}

const open = (options: LabRunOptions) => {
  const run = openLabRun(options);
  run.log.close();
  return run;
};

describe('a run of a lab', () => {
  it('goes on where it was', () => {
    expect(open(begun().options)).toMatchObject({ resumed: true, notices: [], session: { port: 4000, ready: true } });
  });

  it.each([
    [
      'when it was not set up to the end',
      (b: ReturnType<typeof begun>) => writeSession(b.paths.session, { ...open(b.options).session, ready: false }),
      undefined,
    ],
    ['when the learner says so', () => ({ fresh: true }), undefined],
    ['on another engine', () => ({ engine: 'kind' as const }), 'begun on embedded'],
    ['when the lab has a new version', () => ({ lab: { ...lab, version: 2 } as Lab }), 'new version (2, not 1)'],
    [
      'when its state cannot be read',
      (b: ReturnType<typeof begun>) => writeFileSync(b.paths.session, '{'),
      'could not be read',
    ],
    [
      'when its record cannot be read',
      (b: ReturnType<typeof begun>) => writeFileSync(b.paths.history, 'rubbish\n'),
      'record of this lab could not be read',
    ],
  ])('begins anew %s, and says why', (_, change, notice) => {
    const before = begun();
    const changed = change(before) ?? {};
    const run = open({ ...before.options, ...changed });
    expect(run).toMatchObject({ resumed: false, session: { ready: false } });
    expect(run.log.entries()).toEqual([]);
    expect(existsSync(before.paths.journal)).toBe(false);
    expect(run.notices.join(' ')).toContain(notice ?? '');
  });

  it('keeps aside what cannot be read', () => {
    const { folder, paths, options } = begun();
    writeFileSync(paths.session, '{');
    open(options);
    writeFileSync(paths.history, 'rubbish\n');
    writeSession(paths.session, { ...open({ ...options, fresh: true }).session, ready: true });
    writeFileSync(paths.history, 'rubbish\n');
    open(options);
    expect(readdirSync(folder).filter((name) => name.includes('.corrupt-'))).toHaveLength(2);
  });
});
