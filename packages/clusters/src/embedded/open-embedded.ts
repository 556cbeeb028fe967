import { type Clock, systemClock } from '@podlab/apimachinery';
import {
  type EmbeddedRun,
  type EmbeddedRunOptions,
  JournalError,
  nodeOptions,
  type OpenJournal,
  openEmbeddedRun,
} from '@podlab/simulator';
import { ClusterError } from '../errors.ts';
import { writeKubeconfig } from '../kubeconfig/write.ts';
import type { OpenedCluster } from '../opened-cluster.ts';
import { nodeHost } from './node-host.ts';
import { type ServedCluster, serveCluster } from './server.ts';

export interface OpenEmbeddedOptions {
  /** Nodes in all: one control plane, the rest workers. */
  readonly nodes: number;
  /** How much the disk of each node holds, as a quantity; default: more than Pods here can write. */
  readonly disk?: string;
  readonly seed: string;
  /** When the cluster began to exist; milliseconds since the Unix epoch. */
  readonly startTimeMs: number;
  /** Where its requests are kept, and what it is made again from; undefined: nowhere, it ends with the process. */
  readonly journal: OpenJournal | undefined;
  /** Where the kubeconfig is written, once the cluster is settled. */
  readonly kubeconfig: string;
  /** What the kubeconfig's context is called, and its namespace. */
  readonly context: string;
  readonly namespace: string;
  /** Who may use the API; unguessable, at least 16 characters. */
  readonly token: string;
  /** The port wanted; another one is taken when it is in use, unless `portMustBeFree`. */
  readonly port?: number | undefined;
  readonly portMustBeFree?: boolean;
  /** How fast time passes once the cluster is settled; default 1, 0: it stands still. */
  readonly rate?: number;
  readonly signal: AbortSignal;
}

/**
 * Runs an embedded cluster in this process and serves it on loopback. Until it is settled, time jumps ahead whenever
 * nobody has anything to do.
 * @throws ClusterError JOURNAL_DAMAGED, PORT_IN_USE, PORT_NOT_ALLOWED, KUBECONFIG_NOT_OURS (from `settle`)
 */
export async function openEmbedded(options: OpenEmbeddedOptions): Promise<OpenedCluster & { readonly port: number }> {
  const { kubeconfig, nodes, seed, startTimeMs, journal, signal, rate = 1 } = options;
  const run = await openRun({
    host: nodeHost(),
    nodes: nodeOptions(nodes, options.disk),
    seed,
    startTimeMs,
    journal,
  });
  try {
    const served = await serve(run, options, systemClock());
    const { url: server, certificateAuthority, token } = served;
    const { context, namespace } = options;
    const settle = async () => {
      await run.settle(rate);
      // Not earlier: whoever waits for the file finds a cluster whose nodes are ready.
      await writeKubeconfig(kubeconfig, { server, certificateAuthority, token, namespace, context });
    };
    let settling: Promise<void> | undefined;
    let closing: Promise<void> | undefined;
    return {
      engine: 'embedded',
      transport: run.transport,
      clock: run.clock,
      kubeconfig,
      port: served.port,
      settle: () => (settling ??= settle()),
      fastForward: (seconds, fast) => run.fastForward(seconds * 1000, fast),
      setKubelet: (nodeName, state) => run.setKubelet(nodeName, state),
      onDifference: (listener) => run.onDifference(listener),
      close: () =>
        (closing ??= (async () => {
          await served.close();
          await run.close();
        })()),
    };
  } catch (error) {
    await run.close();
    signal.throwIfAborted();
    throw error;
  }
}

async function openRun(options: EmbeddedRunOptions): Promise<EmbeddedRun> {
  try {
    return await openEmbeddedRun(options);
  } catch (cause) {
    if (!(cause instanceof JournalError)) throw cause;
    throw new ClusterError('JOURNAL_DAMAGED', `entry ${cause.entry} is not what was written there`, { cause });
  }
}

async function serve(
  run: EmbeddedRun,
  { token, port, portMustBeFree, signal }: OpenEmbeddedOptions,
  clock: Clock,
): Promise<ServedCluster> {
  const anyPort = { token, clock, signal };
  if (port === undefined) return serveCluster(run.handler, anyPort);
  try {
    return await serveCluster(run.handler, { ...anyPort, port });
  } catch (error) {
    const taken = (error as { code?: unknown }).code === 'PORT_IN_USE';
    if (!taken || portMustBeFree) throw error;
    return serveCluster(run.handler, anyPort);
  }
}
