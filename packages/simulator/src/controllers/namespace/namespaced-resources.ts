import type { ResourceName } from '../../apiserver/local-api.ts';

/** Everything that lives in a namespace and goes with it, but for Pods, which go before the rest. */
export const namespacedResources = [
  'configmaps',
  'deployments',
  'endpoints',
  'endpointslices',
  'events',
  'jobs',
  'horizontalpodautoscalers',
  'leases',
  'limitranges',
  'persistentvolumeclaims',
  'poddisruptionbudgets',
  'replicasets',
  'resourcequotas',
  'secrets',
  'serviceaccounts',
  'services',
] as const satisfies readonly ResourceName[];
