/** A word of kubectl that only has commands below it. */
export interface CommandGroup {
  readonly name: string;
}

export const groups: readonly CommandGroup[] = [
  { name: 'auth' },
  { name: 'config' },
  { name: 'create secret' },
  { name: 'create service' },
  { name: 'create svc' },
  { name: 'rollout' },
  { name: 'set' },
  { name: 'top' },
];

/** Every command of stock kubectl 1.36, in the order in which it suggests them. */
export const stockCommands: readonly string[] = [
  ...['create', 'expose', 'run', 'set', 'explain', 'get', 'edit', 'delete', 'rollout', 'scale', 'autoscale'],
  ...['certificate', 'cluster-info', 'top', 'cordon', 'uncordon', 'drain', 'taint', 'describe', 'logs', 'attach'],
  ...['exec', 'port-forward', 'proxy', 'cp', 'auth', 'debug', 'events', 'diff', 'apply', 'patch', 'replace', 'wait'],
  ...['kustomize', 'label', 'annotate', 'completion', 'api-resources', 'api-versions', 'config', 'plugin', 'version'],
  'options',
];
