import { createRandom } from '@podlab/apimachinery';
import { createEmbeddedCluster, type EmbeddedCluster, type EmbeddedClusterOptions } from '@podlab/simulator';
import { drawAction, passTime } from './actions.ts';
import { RecordingClient } from './client.ts';
import { Transcript } from './digest.ts';

/** The cluster that the run is made on. */
export const clusterOptions: EmbeddedClusterOptions = {
  seed: 'a thousand steps',
  startTimeMs: Date.UTC(2026, 10, 24, 12),
  nodes: [
    { name: 'control-plane', role: 'control-plane' },
    { name: 'worker-0' },
    { name: 'worker-1' },
    { name: 'worker-2' },
  ],
  systemPods: true,
};

export interface RunOptions {
  readonly steps: number;
  /** What is done is drawn from it. */
  readonly seed: string;
  /** Puts something around the cluster, such as a journal. */
  readonly around?: (cluster: EmbeddedCluster) => EmbeddedCluster;
}

export interface Run {
  readonly cluster: EmbeddedCluster;
  /** `<step> <what was done> <SHA-256 of all that a client saw of it>`, and every fifty steps that of the whole state. */
  digests(): Promise<string[]>;
}

/** Does a generated sequence of things to a new cluster, on whatever engine of JavaScript this is. */
export function playRun({ steps, seed, around = (cluster) => cluster }: RunOptions): Run {
  const cluster = around(createEmbeddedCluster(clusterOptions));
  const transcript = new Transcript();
  const client = new RecordingClient(cluster, transcript);
  const random = createRandom(seed);
  for (const watched of ['pods', 'events', 'nodes']) client.send('GET', `/api/v1/${watched}?watch=true`);
  for (let step = 0; step < steps; step += 1) {
    const action = drawAction(random);
    action.act({ cluster, client, random, step });
    // Now and then time stands still: then two requests meet at the same moment.
    if (random.below(3) > 0) passTime({ cluster }, random.below(3_000));
    transcript.endPart(`${step} ${action.name}`);
    if (step % 50 === 49 || step === steps - 1) {
      transcript.add(cluster.snapshot());
      transcript.endPart(`${step} snapshot`);
    }
  }
  // So that every script has ended, and a journal knows of the time that it took.
  passTime({ cluster }, 60_000);
  client.send('GET', '/version');
  transcript.endPart('the end');
  return { cluster, digests: () => transcript.digests() };
}
