const packageNames: Readonly<Record<string, string>> = {
  apps: 'io.k8s.api.apps.v1',
  authentication: 'io.k8s.api.authentication.v1',
  authorization: 'io.k8s.api.authorization.v1',
  'autoscaling.v1': 'io.k8s.api.autoscaling.v1',
  'autoscaling.v2': 'io.k8s.api.autoscaling.v2',
  batch: 'io.k8s.api.batch.v1',
  coordination: 'io.k8s.api.coordination.v1',
  core: 'io.k8s.api.core.v1',
  discovery: 'io.k8s.api.discovery.v1',
  events: 'io.k8s.api.events.v1',
  meta: 'io.k8s.apimachinery.pkg.apis.meta.v1',
  networking: 'io.k8s.api.networking.v1',
  policy: 'io.k8s.api.policy.v1',
  rbac: 'io.k8s.api.rbac.v1',
  scheduling: 'io.k8s.api.scheduling.v1',
  storage: 'io.k8s.api.storage.v1',
};

/** The name under which OpenAPI has a type of the table. */
export function schemaName(typeName: string): string {
  const dot = typeName.lastIndexOf('.');
  const home = typeName.slice(0, dot);
  return `${packageNames[home] ?? home}.${typeName.slice(dot + 1)}`;
}
