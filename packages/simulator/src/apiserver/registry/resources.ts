import type { ResourceName } from '../local-api.ts';
import type { AnyResourceDefinition } from './definition.ts';
import { clusterrolebindings, clusterroles, rolebindings, roles } from './kinds/access.ts';
import { horizontalpodautoscalers } from './kinds/autoscaling.ts';
import { cronjobs, jobs } from './kinds/batch.ts';
import { componentstatuses, leases, namespaces, nodes, runtimeclasses } from './kinds/cluster.ts';
import { configmaps, events, secrets, serviceaccounts } from './kinds/configuration.ts';
import { ingressclasses, ingresses } from './kinds/ingress.ts';
import { limitranges, priorityclasses, resourcequotas } from './kinds/limits.ts';
import { endpoints, endpointslices, networkpolicies, services } from './kinds/networking.ts';
import { replicationcontrollers } from './kinds/replication-controllers.ts';
import { podtemplates } from './kinds/pod-templates.ts';
import { pods } from './kinds/pods.ts';
import { poddisruptionbudgets } from './kinds/policy.ts';
import { persistentvolumeclaims, persistentvolumes, storageclasses } from './kinds/storage.ts';
import { controllerrevisions, daemonsets } from './kinds/daemon-sets.ts';
import { deployments, replicasets, statefulsets } from './kinds/workloads.ts';

/** Every resource that the API server serves, in the order of discovery. */
export const resources: readonly AnyResourceDefinition[] = [
  componentstatuses,
  configmaps,
  endpoints,
  events,
  limitranges,
  namespaces,
  nodes,
  persistentvolumeclaims,
  persistentvolumes,
  pods,
  podtemplates,
  replicationcontrollers,
  resourcequotas,
  secrets,
  serviceaccounts,
  services,
  controllerrevisions,
  daemonsets,
  deployments,
  replicasets,
  statefulsets,
  cronjobs,
  jobs,
  horizontalpodautoscalers,
  leases,
  endpointslices,
  ingressclasses,
  ingresses,
  networkpolicies,
  runtimeclasses,
  poddisruptionbudgets,
  clusterrolebindings,
  clusterroles,
  rolebindings,
  roles,
  priorityclasses,
  storageclasses,
];

const byPlural = new Map(resources.map((definition) => [definition.plural, definition]));

export function findByPlural(plural: ResourceName): AnyResourceDefinition {
  const found = byPlural.get(plural);
  if (!found) throw new RangeError(`the registry has no resource \`${plural}\``);
  return found;
}

/** @param group `''` for the core group */
export function findResource(group: string, version: string, plural: string): AnyResourceDefinition | undefined {
  const found = byPlural.get(plural);
  return found?.group === group && found.version === version ? found : undefined;
}
