// node idle.mjs PODS NODES SECONDS: what a cluster costs in real time in which nothing happens but probes and sleeps.
import { systemClock } from '@podlab/apimachinery';
import { createPacer } from '../../src/index.ts';
import { applyDeployment, cpuSecondsSince, createReadyCluster, pass, passUntilReady } from './cluster-at-work.ts';

/** What is printed, as JSON. */
export interface IdleMeasured {
  /** CPU time as a fraction of the time that passed. */
  readonly coreFraction: number;
  readonly callsPerSecond: number;
}

const [pods = 0, nodes = 0, seconds = 0] = process.argv.slice(2).map(Number);
const cluster = createReadyCluster(nodes);
// The probe as most manifests have it: everything else as Kubernetes fills it in (every 10 s).
applyDeployment(cluster, pods, { exec: { command: ['cat', '/etc/hostname'] } });
passUntilReady(cluster, pods);
pass(cluster, 600_000);

const clock = systemClock();
const { signal } = new AbortController();
const pacer = createPacer(cluster, clock);
await clock.sleep(1000, { signal });
globalThis.gc?.();
const startMs = performance.now();
const start = process.cpuUsage();
const callsBefore = cluster.time.callsMade();
await clock.sleep(seconds * 1000, { signal });
const elapsedSeconds = (performance.now() - startMs) / 1000;
const measured: IdleMeasured = {
  coreFraction: cpuSecondsSince(start) / elapsedSeconds,
  callsPerSecond: (cluster.time.callsMade() - callsBefore) / elapsedSeconds,
};
await pacer.stop();
process.stdout.write(JSON.stringify(measured));
