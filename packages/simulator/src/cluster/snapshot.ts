import { firstRevision } from '../store/store.ts';
import type { LocalApi, ResourceName } from '../apiserver/local-api.ts';

const resources: Readonly<Record<ResourceName, true>> = {
  clusterrolebindings: true,
  clusterroles: true,
  configmaps: true,
  controllerrevisions: true,
  cronjobs: true,
  daemonsets: true,
  deployments: true,
  endpoints: true,
  endpointslices: true,
  events: true,
  jobs: true,
  horizontalpodautoscalers: true,
  ingressclasses: true,
  ingresses: true,
  leases: true,
  limitranges: true,
  namespaces: true,
  networkpolicies: true,
  nodes: true,
  persistentvolumeclaims: true,
  persistentvolumes: true,
  poddisruptionbudgets: true,
  pods: true,
  podtemplates: true,
  priorityclasses: true,
  replicasets: true,
  replicationcontrollers: true,
  resourcequotas: true,
  rolebindings: true,
  roles: true,
  runtimeclasses: true,
  secrets: true,
  serviceaccounts: true,
  services: true,
  statefulsets: true,
  storageclasses: true,
};

/**
 * Everything that a cluster has become, as text: all objects in order but for those that were there before the first
 * write, then all containers with their output.
 */
export function takeSnapshot(api: LocalApi, kubelets: Iterable<{ snapshot(): string }>): string {
  const objects = (Object.keys(resources) as ResourceName[]).flatMap((resource) =>
    api
      .list(resource)
      .filter(({ metadata }) => metadata.resourceVersion !== firstRevision)
      .map((object) => `${resource} ${JSON.stringify(object)}\n`),
  );
  return [...objects, ...[...kubelets].map((kubelet) => kubelet.snapshot())].join('');
}
