import { createEmbeddedCluster, createEmbeddedTransport, createRunToIdlePacer } from '@podlab/simulator';
import type { ProofCluster } from '@podlab/lab-runner';
import { nodeOptions } from './node-options.ts';

/** Makes an embedded cluster for one proof, whose time jumps ahead whenever nobody has anything to do. */
export function openProofCluster(options: {
  readonly nodes: number;
  readonly seed: string;
  readonly namespace: string;
  readonly startTimeMs: number;
}): ProofCluster {
  const { nodes, seed, namespace, startTimeMs } = options;
  const cluster = createEmbeddedCluster({ seed, startTimeMs, nodes: nodeOptions(nodes) });
  const pacer = createRunToIdlePacer(cluster, {
    yieldToHost: () => new Promise((resolve) => setImmediate(resolve)),
  });
  const transport = createEmbeddedTransport(cluster, pacer);
  return {
    transport,
    clock: pacer.clock,
    namespace,
    async close() {
      await transport.close();
      await pacer.stop();
    },
  };
}
