import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { execFileSync, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { bin, runLab } from '../testing/lab-process.ts';
import { tempFolder } from '../testing/temp-folder.ts';

// Whole processes on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 });

const run = (...args: string[]) => runLab(args, { home: tempFolder() });

describe('what is typed wrong', () => {
  it.each([
    ['a misspelt command', ['chekc'], 'Did you mean `check`?'],
    ['a misspelt lab', ['replaced-not-restartet'], 'Did you mean `replaced-not-restarted`?'],
    ['a misspelt command with a lab behind it', ['chekc', 'replaced-not-restarted'], 'Did you mean `check`?'],
    ['a misspelt flag', ['list', '--jsn'], '(Did you mean --json?)'],
    ['an unknown flag', ['check', '--fresh'], "Unknown option '--fresh'"],
    ['too many words', ['check', 'a', 'b'], 'Too many arguments'],
    ['too many words behind a lab', ['replaced-not-restarted', 'now'], 'too much behind replaced-not-restarted'],
    ['an engine that is none', ['--engine', 'minikube'], 'Allowed choices are embedded, kind'],
    ['a number that is none', ['fast-forward', 'soon'], 'Must be a whole number'],
    ['a quantity that is none', ['sandbox', '--disk', 'lots'], 'Must be a quantity'],
    ['a clock that is none', ['sandbox', '--clock', 'fast'], 'Must be real, paused'],
    ['nothing to delete', ['delete'], 'lab delete --all'],
    ['a path in the place of a name', ['delete', '../..'], 'There is no lab'],
  ])('%s ends with 2 and says what was meant', async (_, args, message) => {
    const { code, stdout, stderr } = await run(...args);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([2, '']);
  });

  it('is told as JSON with --json', async () => {
    const { code, stdout, stderr } = await run('chekc', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'USAGE', message: expect.stringContaining('`check`') } });
    expect([code, stderr]).toEqual([2, '']);
  });
});

describe('what needs a lab that is played', () => {
  it.each([['check'], ['hint'], ['next'], ['reset'], ['solve'], ['answer', 'a'], ['fast-forward', '5']])(
    '%s ends with 3 without one',
    async (...args) => {
      const { code, stderr } = await run(...args);
      expect(stderr).toContain('No lab is being played');
      expect(code).toBe(3);
    },
  );
});

describe('help', () => {
  it('is there for the command and each of its commands', async () => {
    const { code, stdout } = await run('--help');
    expect(code).toBe(0);
    expect(stdout).toContain('Examples:');
    expect((await run('help', 'verify')).stdout).toContain('lab verify --json');
  });

  it('has no colours in a pipe, nor with NO_COLOR', async () => {
    const plain = await runLab(['list'], { home: tempFolder(), env: { FORCE_COLOR: '1', NO_COLOR: '1' } });
    const colored = await runLab(['list'], { home: tempFolder(), env: { FORCE_COLOR: '1' } });
    expect(plain.stdout).not.toContain('\u001b[');
    expect(colored.stdout).toContain('\u001b[');
  });
});

describe('the program itself', () => {
  it('says that Node is too old', () => {
    const folder = tempFolder();
    cpSync(dirname(bin), join(folder, 'apps', 'cli', 'bin'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "engines": { "node": ">=999.1" } }');
    const { status, stderr } = spawnSync(process.execPath, [join(folder, 'apps', 'cli', 'bin', 'lab.mjs')], {
      encoding: 'utf8',
    });
    expect(stderr).toContain(`Podlab needs Node 999.1 or newer; this is Node ${process.versions.node}.`);
    expect(status).toBe(3);
  });

  it('is built again when its sources change, by several processes at once', async () => {
    const { currentBundle } = await import('../../build/bundle.mjs');
    const root = tempFolder();
    const source = join(root, 'apps', 'cli', 'src', 'main.ts');
    mkdirSync(dirname(source), { recursive: true });
    mkdirSync(join(root, 'packages'));
    writeFileSync(source, 'export const answer: number = 1;');
    const builds = await Promise.all([currentBundle(root), currentBundle(root), currentBundle(root)]);
    expect(new Set(builds).size).toBe(1);
    writeFileSync(source, 'export const answer: number = 22;');
    const next = await currentBundle(root);
    expect(readFileSync(next, 'utf8')).toContain('22');
    expect(readFileSync(builds[0] ?? '', 'utf8')).not.toContain('22');
    writeFileSync(source, 'export const = ;');
    await expect(currentBundle(root)).rejects.toMatchObject({ code: 'BUILD_FAILED' });
  });

  it('ends quietly when its reader goes away', () => {
    const script = `"${process.execPath}" "${bin}" --help | head -1`;
    if (process.platform === 'win32') return;
    expect(execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })).toContain(
      'Usage',
    );
  });
});
