import { systemClock } from '@podlab/apimachinery';
import { serveCluster, writeKubeconfig } from '@podlab/clusters';
import type { Host } from '../host.ts';
import { createEmbedded, type EmbeddedJournal, type EmbeddedRun } from './embedded-run.ts';
import { nodeOptions } from './node-options.ts';
import type { OpenedCluster } from './opened-cluster.ts';

export interface OpenEmbeddedOptions {
  readonly host: Host;
  /** Nodes in all: one control plane, the rest workers. */
  readonly nodes: number;
  readonly seed: string;
  /** When the cluster began to exist; RFC 3339. */
  readonly startTime: string;
  /** Where its requests are kept; undefined: nowhere, the cluster ends with the process. */
  readonly journal: EmbeddedJournal | undefined;
  /** Where the kubeconfig is written. */
  readonly kubeconfig: string;
  /** What the kubeconfig's context is called, and its namespace. */
  readonly context: string;
  readonly namespace: string;
  /** The port wanted; another one is taken when it is in use, unless `portMustBeFree`. */
  readonly port: number | undefined;
  readonly portMustBeFree?: boolean;
  /** How fast time passes once the cluster is settled; default 1, 0: it stands still. */
  readonly rate?: number;
  readonly signal: AbortSignal;
}

/**
 * Runs an embedded cluster in this process and serves it on loopback. Until it is settled, time jumps ahead whenever
 * nobody has anything to do.
 */
export async function openEmbedded(options: OpenEmbeddedOptions): Promise<OpenedCluster & { readonly port: number }> {
  const { host, kubeconfig, signal, rate = 1 } = options;
  const run: EmbeddedRun = createEmbedded({
    nodes: nodeOptions(options.nodes),
    seed: options.seed,
    startTimeMs: Date.parse(options.startTime),
    journal: options.journal,
    nowMs: host.nowMs,
  });
  try {
    const served = await serve(run, options);
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

async function serve(run: EmbeddedRun, { host, port, portMustBeFree, signal }: OpenEmbeddedOptions) {
  const options = { token: host.randomHex(24), clock: systemClock(), signal };
  try {
    return await serveCluster(run.handler, port === undefined ? options : { ...options, port });
  } catch (error) {
    const taken = (error as { code?: unknown }).code === 'PORT_IN_USE';
    if (!taken || portMustBeFree || port === undefined) throw error;
    return serveCluster(run.handler, options);
  }
}
