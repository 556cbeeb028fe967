import { serveEmbeddedCluster } from '../embedded-cluster.ts';

/** Where the suite's kubectl talks to. */
export interface ClusterUnderTest {
  readonly kubeconfigPath: string;
  /** Only on the embedded cluster. */
  fastForward?(seconds: number): Promise<void>;
  close(): Promise<void>;
}

const givenKubeconfig = process.env['PODLAB_KUBECTL_SUITE_KUBECONFIG'];

/** Whether the suite talks to one cluster that was there before it. */
export const hasGivenCluster = Boolean(givenKubeconfig);

/**
 * A new embedded cluster, served on loopback. With PODLAB_KUBECTL_SUITE_KUBECONFIG set, the cluster of that kubeconfig
 * instead: on a real one of three nodes the suite shows that what it expects is what Kubernetes does.
 */
export async function openClusterUnderTest(seed: string): Promise<ClusterUnderTest> {
  if (givenKubeconfig) return { kubeconfigPath: givenKubeconfig, close: async () => undefined };
  return serveEmbeddedCluster(seed);
}
