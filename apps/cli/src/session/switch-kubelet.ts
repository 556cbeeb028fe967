import type { OpenedCluster } from '@podlab/clusters';
import type { KubeletState } from '@podlab/simulator';
import { CliError } from '../errors.ts';

/** Stops or starts the kubelet of a node. @throws CliError on a real cluster, and when there is no such node */
export function switchKubelet(
  { engine, setKubelet }: Pick<OpenedCluster, 'engine' | 'setKubelet'>,
  { node, state }: { readonly node: string; readonly state: KubeletState },
): void {
  if (!setKubelet) {
    const verb = state === 'stopped' ? 'stop' : 'start';
    throw new CliError('NOT_POSSIBLE', `Podlab does not touch the machines of ${engine}.`, {
      next: `Do it there: docker exec ${node} systemctl ${verb} kubelet`,
    });
  }
  if (!setKubelet(node, state)) {
    throw new CliError('USAGE', `There is no node ${JSON.stringify(node)}.`, { next: 'See: kubectl get nodes' });
  }
}
