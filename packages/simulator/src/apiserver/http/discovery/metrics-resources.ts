/** Group and version under which usage is served, for `kubectl top`. */
export const metricsGroup = { name: 'metrics.k8s.io', version: 'v1beta1' };

/** What discovery says of it. */
export const metricsResources = [
  { plural: 'nodes', kind: 'NodeMetrics', namespaced: false },
  { plural: 'pods', kind: 'PodMetrics', namespaced: true },
] as const;
