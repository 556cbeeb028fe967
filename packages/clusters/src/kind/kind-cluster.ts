import type { KindHost } from './kind-host.ts';

/** Every kind cluster of ours is named so. */
export const clusterNamePrefix = 'podlab-';

/** Which cluster an engine is about, and where its things lie. */
export interface KindCluster {
  readonly host: KindHost;
  /** Starts with `podlab-`. */
  readonly name: string;
  /** The learner's: with one context, for the lab's namespace. */
  readonly kubeconfigPath: string;
  /** The namespace that the kubeconfig's context names. */
  readonly namespace: string;
  readonly recordPath: string;
  /** Default: kind's own. */
  readonly image?: string;
}

/** One container that is a node. */
export interface NodeContainer {
  readonly id: string;
  readonly name: string;
  readonly running: boolean;
}

/** The containers that carry kind's label for this cluster, running or not. */
export async function listNodeContainers(
  { host, name }: KindCluster,
  options: { readonly signal: AbortSignal },
): Promise<readonly NodeContainer[]> {
  const filter = `label=io.x-k8s.kind.cluster=${name}`;
  const format = '{{.ID}} {{.Names}} {{.State}}';
  const argv = ['docker', 'ps', '--all', '--no-trunc', '--filter', filter, '--format', format] as const;
  const { stdout } = await host.run({ argv: [...argv] }, options);
  return stdout
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [id = '', containerName = '', state] = line.split(' ');
      return { id, name: containerName, running: state === 'running' };
    });
}

/** Where kind may write: never the learner's own kubeconfig, nor ours before it is whole. */
export function scratchKubeconfigPath({ kubeconfigPath }: KindCluster): string {
  return `${kubeconfigPath}.kind`;
}
