import { statuses, type Stored } from '@podlab/apimachinery';
import type { Pod } from 'kubernetes-types/core/v1';
import type { KubeletApi } from '../../exchange.ts';
import type { HttpContext } from '../http-context.ts';

/**
 * The container that a request names, or the only one.
 * @throws StatusError 400
 * @see pkg/registry/core/pod/strategy.go `validateContainer` (v1.36)
 */
export function containerOf({ metadata, spec }: Stored<Pod>, wanted: string | null): string {
  const containers = spec?.containers ?? [];
  const all = [...(spec?.initContainers ?? []), ...containers, ...(spec?.ephemeralContainers ?? [])];
  if (wanted) {
    if (all.some(({ name }) => name === wanted)) return wanted;
    throw statuses.badRequest(`container ${wanted} is not valid for pod ${metadata.name}`);
  }
  const [only, second] = containers;
  if (only && !second) return only.name;
  const names = all.map(({ name }) => name).join(' ');
  throw statuses.badRequest(`a container name must be specified for pod ${metadata.name}, choose one of: [${names}]`);
}

/**
 * @throws StatusError when the Pod's node has no kubelet or is not in the API: it names what was asked for, Pods
 * @see pkg/kubelet/client/kubelet_client.go GetConnectionInfo (v1.36)
 */
export function kubeletOf({ findKubelet }: HttpContext, { spec }: Stored<Pod>): KubeletApi {
  const nodeName = spec?.nodeName ?? '';
  const kubelet = findKubelet(nodeName);
  if (!kubelet) throw statuses.notFound({ group: '', resource: 'pods' }, nodeName);
  return kubelet;
}
