import { afterEach, describe, expect, it } from 'vitest';
import type { SavedRun } from '../record/saved-run.ts';
import { openPlayer, type PlayerUnderTest } from '../testing/open-player.ts';

let opened: PlayerUnderTest[] = [];
const open = async (...options: Parameters<typeof openPlayer>) => {
  const player = await openPlayer(...options);
  opened.push(player);
  return player;
};
const openKept = (run: SavedRun | undefined, options: Parameters<typeof openPlayer>[0] = {}) =>
  open({ ...options, keep: { where: 'memory', why: 'a test', run: structuredClone(run) } });

afterEach(async () => {
  for (const { player } of opened) await player.close();
  opened = [];
});

const stepStates = ({ state }: PlayerUnderTest) => state.report?.steps.map((step) => step.state);
const podNames = async ({ run }: PlayerUnderTest) =>
  (await run('kubectl get pods -o name')).text.trim().split('\n').sort();

describe('a lab in a page', () => {
  it('is played to its end with the commands of a learner, each line typed', async () => {
    const lab = await open();
    expect(lab.state).toMatchObject({ phase: 'playing', solved: false, elsewhere: false });
    expect(lab.state.picture?.nodes.length).toBeGreaterThan(1);
    const { count } = await lab.player.solve('delete-pod');
    expect(lab.state.solved).toBe(true);
    const pods = await podNames(lab);
    const lines: string[] = [];
    for (let line = await lab.player.solutionLine(); line !== undefined; line = await lab.player.solutionLine()) {
      lines.push(line);
      expect(await lab.run(line)).toMatchObject({ code: 0 });
    }
    expect(lines).toHaveLength(count);
    expect(pods.map((pod) => `kubectl exec ${pod.slice('pod/'.length)} -- kill 1`)).toContain(lines[1]);
    await lab.until(({ report }) => report?.verdict === 'passed');
    await lab.player.check();
    expect(stepStates(lab)).toEqual(['passed', 'passed', 'passed']);
    expect(lab.state.timeline?.lanes.length).toBe(4);
    await expect.poll(() => lab.sentences.join(' '), { timeout: 10_000 }).toMatch(/Pod web-\S+ was made\..* is gone\./);
    expect(lab.sentences.join(' ')).toMatch(/Container app of Pod web-\S+ has restarted\./);
    // What became of the checks is the page's to say.
    expect(lab.sentences.join(' ')).not.toContain('Passed');
  }, 120_000);

  it('goes on where it was kept: the same Pods, the same step, the same files', async () => {
    const lab = await open();
    await lab.run('answer --question prediction same-pod; echo mine > notes.txt');
    const pods = await podNames(lab);
    await lab.run(`kubectl exec ${pods[0]} -- kill 1`);
    await lab.until(({ report }) => report?.steps[0]?.state === 'passed');
    const { timeline } = lab.state;
    await lab.player.close();
    const again = await openKept(lab.kept);
    expect(await podNames(again)).toEqual(pods);
    expect(stepStates(again)).toEqual(['passed', 'current', 'ahead']);
    expect(again.state.timeline?.lanes).toEqual(timeline?.lanes);
    expect((await again.run('cat notes.txt')).text).toBe('mine\n');
  }, 120_000);

  it('does not go on with what another build kept, says so and hands it over', async () => {
    const lab = await open();
    expect(lab.state.former).toBe(undefined);
    await lab.player.close();
    const again = await openKept(lab.kept, { build: 'another', seed: 'new' });
    expect(again.state.phase).toBe('playing');
    expect(again.sentences.join()).toMatch(/Podlab has been updated since.*begins anew/);
    expect(again.state.former?.why).toMatch(/Podlab has been updated since/);
    expect(JSON.parse(await again.player.formerRun())).toEqual(lab.kept);
    const unready = { ...lab.kept, meta: { ...lab.kept?.meta, ready: false } } as SavedRun;
    expect((await openKept(unready, { build: 'another' })).state.former).toBe(undefined);
  }, 60_000);

  it('takes back the last command that changed something, and only that', async () => {
    const lab = await open();
    const before = await podNames(lab);
    expect(lab.player.state().undo).toEqual({ possible: false, of: undefined });
    await lab.run('kubectl scale deployment web --replicas=1');
    await lab.run('kubectl get pods');
    await lab.run('kubectl delete pods --all --wait=false');
    expect(lab.player.state().undo).toEqual({ possible: true, of: 'kubectl delete pods --all --wait=false' });
    await lab.player.undo();
    expect(lab.player.state().undo.of).toBe('kubectl scale deployment web --replicas=1');
    await lab.player.undo();
    expect(await podNames(lab)).toEqual(before);
    await expect(lab.player.undo()).rejects.toMatchObject({ code: 'NOTHING_TO_UNDO' });
  }, 120_000);

  it('shows the run as it was, and stands still meanwhile', async () => {
    const lab = await open();
    const atMs = lab.player.state().time.nowMs;
    await lab.run('kubectl scale deployment web --replicas=5');
    await lab.until(({ picture }) => podCount(picture) === 5);
    await lab.player.lookAt(atMs);
    expect(lab.player.state().time).toMatchObject({ looking: true, nowMs: atMs });
    expect(podCount(lab.player.state().picture)).toBe(3);
    await expect(lab.player.desk.run(1, 'ls')).rejects.toMatchObject({ code: 'BUSY' });
    await lab.player.lookAt(undefined);
    expect(podCount(lab.player.state().picture)).toBe(5);
  }, 60_000);

  it('goes on elsewhere from a link, and says what does not fit', async () => {
    const lab = await open();
    await lab.run('kubectl scale deployment web --replicas=2');
    await lab.until(({ picture }) => podCount(picture) === 2);
    const pods = await podNames(lab);
    const link = await lab.player.share();
    expect(link).toMatch(/^z[\w-]+$/);
    const other = await open({ shared: link, seed: 'other' });
    expect(await podNames(other)).toEqual(pods);
    const wrong = await open({ shared: link, build: 'another' });
    expect(wrong.state).toMatchObject({
      phase: 'failed',
      failure: { message: expect.stringContaining('updated since') },
    });
    const damaged = await open({ shared: link.slice(0, -20) });
    expect(damaged.state.failure).toMatchObject({
      code: 'LINK',
      message: expect.stringMatching(/^This link is damaged: a part/),
    });
  }, 120_000);

  it('tells at most ten changes a second while many Pods come', async () => {
    const lab = await open();
    const before = lab.changes;
    const fromMs = performance.now();
    await lab.run('kubectl scale deployment web --replicas=30');
    await lab.until(({ picture }) => podCount(picture) === 30);
    expect(lab.changes - before).toBeLessThanOrEqual((performance.now() - fromMs) / 100 + 5);
  }, 60_000);
});

function podCount(picture: PlayerUnderTest['state']['picture']): number {
  return picture?.nodes.reduce((sum, { pods }) => sum + pods.length, picture.waiting.length) ?? 0;
}
