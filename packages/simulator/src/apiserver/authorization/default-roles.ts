import type { ClusterRole, ClusterRoleBinding, PolicyRule } from 'kubernetes-types/rbac/v1';

const read = ['get', 'list', 'watch'];
const write = ['create', 'delete', 'deletecollection', 'patch', 'update'];
const all = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const create = ['create'];

/** @param groups @param resources separated by spaces; `core` is the group without a name */
function rule(groups: string, resources: string, verbs: readonly string[]): PolicyRule {
  const apiGroups = groups.split(' ').map((group) => (group === 'core' ? '' : group));
  return { apiGroups, resources: resources.split(' '), verbs: [...verbs] };
}

function paths(urls: string): PolicyRule {
  return { nonResourceURLs: urls.split(' '), verbs: ['get'] };
}

const viewed = [
  rule(
    'core',
    'configmaps endpoints persistentvolumeclaims persistentvolumeclaims/status pods replicationcontrollers replicationcontrollers/scale serviceaccounts services services/status',
    read,
  ),
  rule(
    'core',
    'bindings limitranges namespaces/status pods/log pods/status replicationcontrollers/status resourcequotas resourcequotas/status',
    read,
  ),
  rule('core', 'namespaces', read),
  rule('core events.k8s.io', 'events', read),
  rule('discovery.k8s.io', 'endpointslices', read),
  rule(
    'apps',
    'controllerrevisions daemonsets daemonsets/status deployments deployments/scale deployments/status replicasets replicasets/scale replicasets/status statefulsets statefulsets/scale statefulsets/status',
    read,
  ),
  rule('autoscaling', 'horizontalpodautoscalers horizontalpodautoscalers/status', read),
  rule('batch', 'cronjobs cronjobs/status jobs jobs/status', read),
  rule(
    'extensions',
    'daemonsets daemonsets/status deployments deployments/scale deployments/status ingresses ingresses/status networkpolicies replicasets replicasets/scale replicasets/status replicationcontrollers/scale',
    read,
  ),
  rule('policy', 'poddisruptionbudgets poddisruptionbudgets/status', read),
  rule('networking.k8s.io', 'ingresses ingresses/status networkpolicies', read),
  rule('resource.k8s.io', 'resourceclaims resourceclaims/status resourceclaimtemplates', read),
];

const edited = [
  rule('core', 'pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy', read),
  rule('core', 'serviceaccounts', ['impersonate']),
  rule('core', 'pods pods/attach pods/exec pods/portforward pods/proxy', write),
  rule('core', 'pods/eviction', create),
  rule(
    'core',
    'configmaps persistentvolumeclaims replicationcontrollers replicationcontrollers/scale secrets serviceaccounts services services/proxy',
    write,
  ),
  rule('core', 'serviceaccounts/token', create),
  rule('core events.k8s.io', 'events', write),
  rule(
    'apps',
    'daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale statefulsets statefulsets/scale',
    write,
  ),
  rule('autoscaling', 'horizontalpodautoscalers', write),
  rule('batch', 'cronjobs jobs', write),
  rule(
    'extensions',
    'daemonsets deployments deployments/rollback deployments/scale ingresses networkpolicies replicasets replicasets/scale replicationcontrollers/scale',
    write,
  ),
  rule('policy', 'poddisruptionbudgets', write),
  rule('networking.k8s.io', 'ingresses networkpolicies', write),
  rule('coordination.k8s.io', 'leases', all),
  rule('resource.k8s.io', 'resourceclaims resourceclaimtemplates', write),
];

const administered = [
  rule('authorization.k8s.io', 'localsubjectaccessreviews', create),
  rule('rbac.authorization.k8s.io', 'rolebindings roles', all),
];

const health = '/healthz /livez /readyz /version /version/';

const rbacGroup = 'rbac.authorization.k8s.io';
const annotations = { 'rbac.authorization.kubernetes.io/autoupdate': 'true' };
const labels = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };

/** @param into the role that takes these rules up too @param from the rules are those of the roles labelled so */
function role(
  name: string,
  rules: readonly PolicyRule[],
  { into, from }: { readonly into?: string; readonly from?: string } = {},
): ClusterRole {
  const aggregated = into === undefined ? {} : { [`${rbacGroup}/aggregate-to-${into}`]: 'true' };
  return {
    metadata: { name, annotations, labels: { ...labels, ...aggregated } },
    ...(from === undefined
      ? {}
      : {
          aggregationRule: {
            clusterRoleSelectors: [{ matchLabels: { [`${rbacGroup}/aggregate-to-${from}`]: 'true' } }],
          },
        }),
    rules: [...rules],
  };
}

function binding(name: string, groups: readonly string[], roleName = name): ClusterRoleBinding {
  return {
    metadata: roleName === name ? { name, annotations, labels } : { name },
    roleRef: { apiGroup: rbacGroup, kind: 'ClusterRole', name: roleName },
    subjects: groups.map((group) => ({ apiGroup: rbacGroup, kind: 'Group', name: group })),
  };
}

/**
 * The roles that come with a cluster and that people bind to or have without a binding of theirs, next to
 * `cluster-admin`. As a kind cluster of Kubernetes 1.36 has them.
 */
export const defaultRoles: readonly ClusterRole[] = [
  role('admin', [...edited, ...viewed, ...administered], { from: 'admin' }),
  role('edit', [...edited, ...viewed], { into: 'admin', from: 'edit' }),
  role('view', viewed, { into: 'edit', from: 'view' }),
  role('system:aggregate-to-admin', administered, { into: 'admin' }),
  role('system:aggregate-to-edit', edited, { into: 'edit' }),
  role('system:aggregate-to-view', viewed, { into: 'view' }),
  role('system:basic-user', [
    rule('authorization.k8s.io', 'selfsubjectaccessreviews selfsubjectrulesreviews', create),
    rule('authentication.k8s.io', 'selfsubjectreviews', create),
  ]),
  role('system:discovery', [
    paths('/api /api/* /apis /apis/* /healthz /livez /openapi /openapi/* /readyz /version /version/'),
  ]),
  role('system:public-info-viewer', [paths(health)]),
  role('system:service-account-issuer-discovery', [
    paths('/.well-known/openid-configuration /.well-known/openid-configuration/ /openid/v1/jwks /openid/v1/jwks/'),
  ]),
];

/** Who has these roles from the start. */
export const defaultBindings: readonly ClusterRoleBinding[] = [
  binding('kubeadm:cluster-admins', ['kubeadm:cluster-admins'], 'cluster-admin'),
  binding('system:basic-user', ['system:authenticated']),
  binding('system:discovery', ['system:authenticated']),
  binding('system:public-info-viewer', ['system:authenticated', 'system:unauthenticated']),
  binding('system:service-account-issuer-discovery', ['system:serviceaccounts']),
];
