import type { ResourceName } from '../../apiserver/local-api.ts';

/** Everything that lives in a namespace and goes with it, but for Pods, which go before the rest. */
export const namespacedResources = [
  'configmaps',
  'controllerrevisions',
  'cronjobs',
  'daemonsets',
  'deployments',
  'endpoints',
  'endpointslices',
  'events',
  'jobs',
  'horizontalpodautoscalers',
  'ingresses',
  'leases',
  'limitranges',
  'persistentvolumeclaims',
  'poddisruptionbudgets',
  'podtemplates',
  'replicasets',
  'resourcequotas',
  'rolebindings',
  'roles',
  'secrets',
  'serviceaccounts',
  'services',
  'statefulsets',
] as const satisfies readonly ResourceName[];
