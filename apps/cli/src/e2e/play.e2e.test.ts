import { cpSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { cloneFolder, labFolder, readHistory, runLab, startLab } from '../testing/lab-process.ts';
import { tempFolder } from '../testing/temp-folder.ts';

// Whole processes on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 });

const labId = 'replaced-not-restarted';
const embedded = ['--engine', 'embedded'];

/** Starts the lab without a terminal, and works on it from other processes. */
async function play(home = tempFolder(), id = labId, env: Record<string, string> = {}) {
  const lab = startLab([id, ...embedded, '--json'], { home, env });
  await lab.waitForText('"verdict"');
  const kubeconfig = join(labFolder(home, id), 'kubeconfig');
  const run = (...args: string[]) => runLab(args, { home, env });
  const kubectl = async (...words: string[]) => {
    const { code, stdout, stderr } = await runLab(['kubectl', ...words], { home, env: { KUBECONFIG: kubeconfig } });
    if (code !== 0) throw new Error(`kubectl ${words.join(' ')}: ${stderr}`);
    return stdout.trim();
  };
  const pods = async () => (await kubectl('get', 'pods', '-l', 'app=web', '-o', 'name')).split('\n');
  const waitForVerdict = async (passed: number) => {
    await expect
      .poll(async () => countPassed((await run('check', id, '--json')).stdout), { timeout: 40_000, interval: 100 })
      .toBe(passed);
  };
  return { home, lab, kubeconfig, run, kubectl, pods, waitForVerdict };
}

function countPassed(json: string): number {
  const { report } = JSON.parse(json) as { report: { steps: { state: string }[] } };
  return report.steps.filter(({ state }) => state === 'passed').length;
}

describe('playing without a terminal', () => {
  it('prints the goal, how to work from elsewhere, and the first verdict; ends with 1 when stdin ends', async () => {
    const { code, stdout, stderr } = await runLab([labId, ...embedded], { home: tempFolder() });
    expect(stdout).toContain('Engine: embedded (you asked for it with --engine)');
    expect(stdout).toContain('export KUBECONFIG=');
    expect(stdout).toMatch(/Replaced, not restarted {2}○ not yet/);
    expect(stdout).not.toContain('\u001b[');
    expect([code, stderr]).toEqual([1, '']);
  });

  it('is passed by work from other processes, and then ends by itself with 0', async () => {
    const { home, lab, run, kubectl, pods, waitForVerdict } = await play();
    expect((await run('answer', 'c')).code).toBe(1);
    const [first = '', second = ''] = await pods();
    await kubectl('exec', first, '--', 'kill', '1');
    await waitForVerdict(1);
    expect((await run('hint')).stdout).toMatch(/Hint 1 of \d/);
    const before = await pods();
    await kubectl('delete', second);
    await waitForVerdict(2);
    const added = (await pods()).find((name) => !before.includes(name)) ?? '';
    const uid = await kubectl('get', added, '-o', 'jsonpath={.metadata.uid}');
    expect((await run('answer', uid.slice(0, 5))).code).toBe(0);
    expect((await lab.finished).code).toBe(0);
    const progress = JSON.parse(readFileSync(join(cloneFolder(home), 'progress.json'), 'utf8'));
    expect(progress.labs[labId]).toMatchObject({ passedTime: expect.any(String), labVersion: 1 });
    const list = JSON.parse((await runLab(['list', '--json'], { home })).stdout);
    expect(list.labs).toContainEqual(expect.objectContaining({ lab: labId, state: 'passed', running: false }));
  });

  it('can be watched from a second terminal, which ends with the same verdict and disturbs nothing', async () => {
    const { lab, run } = await play();
    const { code, stdout } = await run(labId);
    expect(stdout).toContain(`is being played by process ${lab.pid}`);
    expect(stdout).toContain('○ not yet');
    expect(code).toBe(1);
    expect((await run('delete', labId)).stderr).toContain(`is being played by process ${lab.pid}`);
    expect(lab.child.exitCode).toBeNull();
  });

  it('says which question an answer misses, and what can be answered', async () => {
    const { run } = await play();
    expect(await run('answer', 'z')).toMatchObject({ code: 2, stderr: expect.stringContaining('a) ') });
    expect(await run('answer', '--question', 'nothing', 'a')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('`nothing`'),
    });
  });

  it('begins anew on reset, with other Pods, for whoever has the same kubeconfig', async () => {
    const { run, pods } = await play();
    const before = await pods();
    await run('answer', 'c');
    expect((await run('reset')).code).toBe(0);
    const after = await pods();
    expect(after).toHaveLength(3);
    expect(after.filter((name) => before.includes(name))).toEqual([]);
    expect((await run('check', '--json')).stdout).not.toContain('"given"');
  });

  it('shows every command of a solution, which does not count as progress', async () => {
    const { home, run, lab } = await play();
    const { code, stdout } = await run('solve');
    expect(stdout).toContain('$ kubectl delete pod');
    expect(code).toBe(0);
    await lab.finished;
    const progress = JSON.parse(readFileSync(join(cloneFolder(home), 'progress.json'), 'utf8'));
    expect(progress.labs[labId]).not.toHaveProperty('passedTime');
  });

  it('moves time only when it is asked to, and says so', async () => {
    const { home, run, kubectl } = await play();
    const { stdout } = await run('fast-forward', '600');
    expect(stdout).toContain('600 s have passed in the cluster');
    expect(await kubectl('get', 'pods')).toMatch(/\s1[0-2]m/);
    expect(readHistory(home, labId)).toContainEqual(
      expect.objectContaining({ type: 'note', text: 'fast-forward 600 s' }),
    );
  });

  it.skipIf(process.platform === 'win32')('keeps what only its user may read', async () => {
    const { home, kubeconfig } = await play();
    expect(statSync(kubeconfig).mode & 0o777).toBe(0o600);
    expect(statSync(labFolder(home, labId)).mode & 0o077).toBe(0);
  });
});

describe('two labs side by side', () => {
  it('do not disturb each other', async () => {
    const labs = tempFolder();
    const source = new URL('../../../../labs/replaced-not-restarted', import.meta.url).pathname;
    for (const id of ['one', 'two']) {
      cpSync(source, join(labs, id), { recursive: true });
      rename(join(labs, id, 'lab.yaml'), id);
    }
    const home = tempFolder();
    const env = { PODLAB_LABS: labs };
    const one = await play(home, 'one', env);
    const two = await play(home, 'two', env);
    expect((await one.run('check')).stderr).toContain('Several labs are being played');
    const before = await two.pods();
    const [victim = ''] = await one.pods();
    await one.kubectl('delete', victim);
    await one.kubectl('cordon', 'podlab-worker');
    expect(await two.pods()).toEqual(before);
    expect(await two.kubectl('get', 'nodes')).not.toContain('SchedulingDisabled');
    expect((await one.run('check', 'one', '--json')).stdout).toContain('"lab":"one"');
    one.lab.child.stdin?.end();
    await one.lab.finished;
    expect((await two.run('check')).code).toBe(1);
  });
});

function rename(path: string, id: string): void {
  writeFileSync(path, readFileSync(path, 'utf8').replace(/^id: .*$/m, `id: ${id}`));
}
