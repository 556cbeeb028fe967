import { parseTime } from '@podlab/apimachinery';
import type { Store } from '../../store/store.ts';

/** Where the control plane of a cluster runs, and since when. */
export interface ControlPlane {
  readonly nodeName: string;
  readonly startedMs: number;
  /** As objects tell it. */
  readonly creationTimestamp: string;
}

/** @returns undefined for a cluster without system Pods: there is nobody whom anything would be for */
export function findControlPlane(store: Store): ControlPlane | undefined {
  const node = store
    .list('nodes')
    .find(({ metadata }) => metadata.labels?.['node-role.kubernetes.io/control-plane'] !== undefined);
  if (!node || !store.get('serviceaccounts', 'kube-system/coredns')) return undefined;
  const { creationTimestamp = '' } = store.get('namespaces', 'kube-system')?.metadata ?? {};
  return { nodeName: node.metadata.name, startedMs: parseTime(creationTimestamp) ?? 0, creationTimestamp };
}
