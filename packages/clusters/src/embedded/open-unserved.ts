import type { Clock } from '@podlab/apimachinery';
import type { KubeTransport } from '@podlab/kube-client';
import { createEmbeddedCluster, createEmbeddedTransport, createRunToIdlePacer, nodeOptions } from '@podlab/simulator';
import { nodeHost } from './node-host.ts';

/** An embedded cluster for this process alone. */
export interface UnservedCluster {
  readonly transport: KubeTransport;
  readonly clock: Clock;
  close(): Promise<void>;
}

/**
 * Makes an embedded cluster that nobody else can reach, whose time jumps ahead whenever nobody has anything to do.
 * @param options.nodes in all: one control plane, the rest workers
 */
export function openUnserved(options: {
  readonly nodes: number;
  readonly seed: string;
  readonly startTimeMs: number;
}): UnservedCluster {
  const { nodes, seed, startTimeMs } = options;
  const cluster = createEmbeddedCluster({ seed, startTimeMs, nodes: nodeOptions(nodes), systemPods: true });
  const pacer = createRunToIdlePacer(cluster, nodeHost());
  const transport = createEmbeddedTransport(cluster, pacer);
  return {
    transport,
    clock: pacer.clock,
    async close() {
      await transport.close();
      await pacer.stop();
    },
  };
}
