import type { ResourceName } from '../../apiserver/local-api.ts';

/** Everything that lives in a namespace and goes with it, but for Pods, which go before the rest. */
export const namespacedResources = [
  'configmaps',
  'controllerrevisions',
  'daemonsets',
  'deployments',
  'endpoints',
  'endpointslices',
  'events',
  'jobs',
  'leases',
  'limitranges',
  'persistentvolumeclaims',
  'poddisruptionbudgets',
  'replicasets',
  'resourcequotas',
  'secrets',
  'serviceaccounts',
  'services',
  'statefulsets',
] as const satisfies readonly ResourceName[];
