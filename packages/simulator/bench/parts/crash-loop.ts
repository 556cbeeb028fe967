// node crash-loop.mjs PODS NODES: real time of passing five virtual minutes in which crashed Pods wait out their back-off.
import { systemClock } from '@podlab/apimachinery';
import type { Pod } from 'kubernetes-types/core/v1';
import { createPacer } from '../../src/index.ts';
import { applyCrashingPods, createReadyCluster, pass, readPods } from './cluster-at-work.ts';

/** What is printed, as JSON. */
export interface CrashLoopMeasured {
  readonly wallSeconds: number;
  /** Restarts during it, of all Pods. */
  readonly restarts: number;
}

const fullBackOff = /^back-off 5m0s restarting/;

const [pods = 0, nodes = 0] = process.argv.slice(2).map(Number);
const cluster = createReadyCluster(nodes);
applyCrashingPods(cluster, pods);
// 10, 20, 40, 80 and 160 s of back-off have been waited out by then.
pass(cluster, 900_000);
const atFullBackOff = readPods(cluster).filter((pod) => fullBackOff.test(waitingMessageOf(pod)));
if (atFullBackOff.length === 0) throw new Error('no Pod waits for five minutes');

const pacer = createPacer(cluster, systemClock(), { rate: 0 });
const { signal } = new AbortController();
const restartsBefore = countRestarts();
const startMs = performance.now();
await pacer.fastForward(320_000, { signal });
const measured: CrashLoopMeasured = {
  wallSeconds: (performance.now() - startMs) / 1000,
  restarts: countRestarts() - restartsBefore,
};
await pacer.stop();
process.stdout.write(JSON.stringify(measured));

function waitingMessageOf({ status }: Pod): string {
  return status?.containerStatuses?.[0]?.state?.waiting?.message ?? '';
}

function countRestarts(): number {
  return readPods(cluster).reduce((sum, { status }) => sum + (status?.containerStatuses?.[0]?.restartCount ?? 0), 0);
}
