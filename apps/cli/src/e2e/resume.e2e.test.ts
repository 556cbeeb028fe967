import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { cloneFolder, labFolder, type LabProcess, readHistory, runLab, startLab } from '../testing/lab-process.ts';
import { tempFolder } from '../testing/temp-folder.ts';

// Whole processes on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 });

const labId = 'replaced-not-restarted';

async function start(home: string): Promise<LabProcess> {
  const lab = startLab([labId, '--engine', 'embedded', '--json'], { home });
  await lab.waitForText('"verdict"');
  return lab;
}

async function kubectl(home: string, ...words: string[]): Promise<string> {
  const env = { KUBECONFIG: join(labFolder(home, labId), 'kubeconfig') };
  const { code, stdout, stderr } = await runLab(['kubectl', ...words], { home, env });
  if (code !== 0) throw new Error(`kubectl ${words.join(' ')}: ${stderr}`);
  return stdout.trim();
}

const identities = (home: string) =>
  kubectl(home, 'get', 'pods', '-o', 'jsonpath={range .items[*]}{.metadata.name} {.metadata.uid}{"\\n"}{end}');

async function stepsPassed(home: string): Promise<number> {
  const { report } = JSON.parse((await runLab(['check', '--json'], { home })).stdout);
  return report.steps.filter(({ state }: { state: string }) => state === 'passed').length;
}

/** Answers, restarts a container, and waits until the first step is passed. */
async function passFirstStep(home: string): Promise<void> {
  await runLab(['answer', 'c'], { home });
  const [pod = ''] = (await kubectl(home, 'get', 'pods', '-o', 'name')).split('\n');
  await kubectl(home, 'exec', pod, '--', 'kill', '1');
  await expect.poll(() => stepsPassed(home), { timeout: 40_000 }).toBe(1);
}

describe('ending and going on', () => {
  it('loses nothing to kill -9: the same Pods, the same step, and it can still be passed', async () => {
    const home = tempFolder();
    const first = await start(home);
    await passFirstStep(home);
    const before = await identities(home);
    first.child.kill('SIGKILL');
    await first.finished;
    const second = await start(home);
    expect(await identities(home)).toBe(before);
    expect(await stepsPassed(home)).toBe(1);
    expect(readHistory(home, labId).filter(({ type }) => type === 'gap')).toEqual([]);
    await kubectl(home, 'delete', 'pod', before.split(' ')[0] ?? '');
    await expect.poll(() => stepsPassed(home), { timeout: 40_000 }).toBe(2);
    expect(second.child.exitCode).toBeNull();
  });

  it('loses nothing to being killed at any moment of set-up', async () => {
    const home = tempFolder();
    for (const ms of [150, 250, 350, 450]) {
      const lab = startLab([labId, '--engine', 'embedded', '--json'], { home });
      await sleep(ms);
      lab.child.kill('SIGKILL');
      await lab.finished;
    }
    await start(home);
    expect((await identities(home)).split('\n')).toHaveLength(3);
  });

  it.skipIf(process.platform === 'win32').each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('ends in order on %s, with exit code %d, and goes on the next time', async (signal, code) => {
    const home = tempFolder();
    const lab = await start(home);
    const before = await identities(home);
    lab.child.kill(signal);
    expect((await lab.finished).code).toBe(code);
    expect(lab.stderr()).toBe('');
    expect(readdirSync(labFolder(home, labId)).filter((name) => name.endsWith('.sock'))).toEqual([]);
    expect(readdirSync(join(labFolder(home, labId), 'lock'))).toEqual([]);
    await start(home);
    expect(await identities(home)).toBe(before);
  });

  it('lets the time of the cluster stand still meanwhile', async () => {
    const home = tempFolder();
    const lab = await start(home);
    lab.child.kill('SIGKILL');
    await lab.finished;
    const journal = join(labFolder(home, labId), 'journal.jsonl');
    const lastMs = (path: string) => JSON.parse(readFileSync(path, 'utf8').trimEnd().split('\n').at(-1) ?? '').atMs;
    const stoodAtMs = lastMs(journal);
    await sleep(3_000);
    const takenUpMs = Date.now();
    await start(home);
    await runLab(['answer', 'c'], { home });
    await kubectl(home, 'create', 'configmap', 'now');
    const passedMs = lastMs(journal) - stoodAtMs;
    expect(passedMs).toBeGreaterThan(0);
    // A cluster's time goes on at a whole second from the machine's, so up to a second passes at once.
    expect(passedMs).toBeLessThan(Date.now() - takenUpMs + 1_000);
  });

  it('says what the lock says when its process does not answer', async () => {
    const home = tempFolder();
    const lab = await start(home);
    const [name = ''] = readdirSync(join(labFolder(home, labId), 'lock'));
    const path = join(labFolder(home, labId), 'lock', name);
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), socket: '/nowhere.sock' }));
    expect(await runLab(['check'], { home })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining(`Process ${lab.pid} holds it since`),
    });
  });
});

describe('files that cannot be read', () => {
  it('a journal is kept aside, and the lab begins anew', async () => {
    const home = tempFolder();
    const lab = await start(home);
    lab.child.kill('SIGKILL');
    await lab.finished;
    const journal = join(labFolder(home, labId), 'journal.jsonl');
    const lines = readFileSync(journal, 'utf8').split('\n');
    const damaged = [...lines.slice(0, 2), (lines[2] ?? '').replace('"atMs":1', '"atMs":2'), ...lines.slice(3)].join(
      '\n',
    );
    writeFileSync(journal, damaged);
    const { code, stdout } = await runLab([labId], { home });
    expect(stdout).toMatch(
      /The journal of this lab's cluster could not be read: .* It is kept in .*journal\.jsonl\.corrupt-/,
    );
    expect(stdout).toContain('The lab begins anew.');
    expect(code).toBe(1);
    const [aside = ''] = readdirSync(labFolder(home, labId)).filter((name) => name.includes('.corrupt-'));
    expect(readFileSync(join(labFolder(home, labId), aside), 'utf8')).toBe(damaged);
  });

  it.each(['history.jsonl', 'session.json'])('%s is kept aside, and the lab begins anew', async (file) => {
    const home = tempFolder();
    const lab = await start(home);
    lab.child.stdin?.end();
    await lab.finished;
    writeFileSync(join(labFolder(home, labId), file), 'rubbish\n');
    const { code, stdout } = await runLab([labId, '--engine', 'embedded'], { home });
    expect(stdout).toContain('could not be read');
    expect(stdout).toContain(`${file}.corrupt-`);
    expect(code).toBe(1);
  });

  it('progress is kept aside, by the list and by a lab that is played', async () => {
    const home = tempFolder();
    await runLab([labId, '--engine', 'embedded'], { home });
    const path = join(cloneFolder(home), 'progress.json');
    writeFileSync(path, '{"formatVersion":1,');
    const { code, stdout } = await runLab(['list'], { home });
    expect(stdout).toContain('Your progress could not be read: it is not JSON');
    expect(code).toBe(0);
    writeFileSync(path, '[]');
    expect((await runLab([labId, '--engine', 'embedded'], { home })).stdout).toContain(
      'Your progress could not be read',
    );
    expect(readdirSync(cloneFolder(home)).filter((name) => name.includes('.corrupt-'))).toHaveLength(2);
  });
});
