import type { Clock } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import type { Action } from '../actions/action.ts';
import { runActions } from '../actions/run-actions.ts';
import type { Engine } from '../engine.ts';
import { createDryRun } from './dry-run.ts';
import { createKindEngine } from './engine.ts';

/** Time that nobody has to wait for. */
const hurriedClock: Clock = { nowMs: () => 0, sleep: async () => undefined };

async function transcriptOf(nodes: number, actions: (engine: Engine) => readonly Action[], image?: string) {
  const lines: string[] = [];
  const dryRun = createDryRun({ clusterName: 'podlab-lab', nodes, print: (line) => lines.push(line) });
  const engine = createKindEngine({
    clusterName: 'podlab-lab',
    kubeconfigPath: '/state/lab/kubeconfig',
    namespace: 'lab',
    recordPath: '/state/lab/kind.json',
    ownerId: 'an-owner',
    host: dryRun.host,
    ...(image && { image }),
  });
  const { signal } = new AbortController();
  await runActions(actions(engine), { clock: hurriedClock, signal, onEvent: dryRun.onEvent });
  return `${lines.join('\n')}\n`;
}

const failing: Action = {
  name: 'Fail',
  run: () => Promise.reject(new Error('so that what was made is unmade')),
};

describe('the kind engine, step by step', () => {
  it('creates a cluster of one node with kind’s own image', async () => {
    const transcript = await transcriptOf(0, (engine) => engine.create({ nodes: 1 }));
    await expect(transcript).toMatchFileSnapshot('golden/create-1.golden.txt');
  });

  it('creates a cluster of three nodes with a given image', async () => {
    const transcript = await transcriptOf(0, (engine) => engine.create({ nodes: 3 }), 'podlab/node:v1.36.3');
    await expect(transcript).toMatchFileSnapshot('golden/create-3.golden.txt');
  });

  it('loads images into the nodes', async () => {
    const transcript = await transcriptOf(2, (engine) => engine.loadImages(['busybox:1.37', 'nginx:1.29']));
    await expect(transcript).toMatchFileSnapshot('golden/load-images.golden.txt');
  });

  it('resets a namespace', async () => {
    const transcript = await transcriptOf(3, (engine) => engine.reset('lab'));
    await expect(transcript).toMatchFileSnapshot('golden/reset.golden.txt');
  });

  it('deletes the cluster', async () => {
    const transcript = await transcriptOf(3, (engine) => engine.delete());
    await expect(transcript).toMatchFileSnapshot('golden/delete.golden.txt');
  });

  it('unmakes everything when something fails', async () => {
    const lines: string[] = [];
    const dryRun = createDryRun({ clusterName: 'podlab-lab', nodes: 0, print: (line) => lines.push(line) });
    const engine = createKindEngine({
      clusterName: 'podlab-lab',
      kubeconfigPath: '/state/lab/kubeconfig',
      namespace: 'lab',
      recordPath: '/state/lab/kind.json',
      ownerId: 'an-owner',
      host: dryRun.host,
    });
    const { signal } = new AbortController();
    const actions = [...engine.create({ nodes: 1 }), failing];
    const run = runActions(actions, {
      clock: hurriedClock,
      signal,
      onEvent: (event) => (event.type === 'undoing' ? lines.push(`# Undo: ${event.name}`) : dryRun.onEvent(event)),
    });
    await expect(run).rejects.toThrow('unmade');
    const undone = lines.slice(lines.indexOf('# Fail') + 1);
    await expect(`${undone.join('\n')}\n`).toMatchFileSnapshot('golden/undo.golden.txt');
  });
});
