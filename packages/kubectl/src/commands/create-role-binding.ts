import type { Command, Invocation } from '../cli/command.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { newObjectFlags, oneName, writeNamed } from './create-named.ts';

const apiGroup = 'rbac.authorization.k8s.io';
const subjectFlags = [
  { name: 'clusterrole', type: 'string' },
  { name: 'user', type: 'list', repeatOnly: true },
  { name: 'group', type: 'list', repeatOnly: true },
  { name: 'serviceaccount', type: 'list', repeatOnly: true },
] as const;

/** `kubectl create rolebinding`. */
export const createRoleBinding: Command = {
  name: 'create rolebinding',
  flags: [...newObjectFlags, ...subjectFlags, { name: 'role', type: 'string' }],
  run: async (invocation) => {
    const { flags, args } = invocation;
    const name = oneName(args, 'rolebinding');
    const [role = '', clusterRole = ''] = [flags.string('role'), flags.string('clusterrole')];
    if ((role === '') === (clusterRole === ''))
      throw usageError('exactly one of clusterrole or role must be specified');
    const roleRef =
      role === '' ? { apiGroup, kind: 'ClusterRole', name: clusterRole } : { apiGroup, kind: 'Role', name: role };
    const object = bindingOf('RoleBinding', name, roleRef, invocation);
    await writeNamed('rolebindings', object, invocation, 'failed to create rolebinding');
  },
};

/** `kubectl create clusterrolebinding`. */
export const createClusterRoleBinding: Command = {
  name: 'create clusterrolebinding',
  flags: [...newObjectFlags, ...subjectFlags],
  run: async (invocation) => {
    const { flags, args } = invocation;
    const clusterRole = flags.string('clusterrole');
    if (clusterRole === undefined) throw usageError('required flag(s) "clusterrole" not set');
    const name = oneName(args, 'clusterrolebinding');
    const roleRef = { apiGroup, kind: 'ClusterRole', name: clusterRole };
    const object = bindingOf('ClusterRoleBinding', name, roleRef, invocation);
    await writeNamed('clusterrolebindings', object, invocation, 'failed to create clusterrolebinding');
  },
};

function bindingOf(kind: string, name: string, roleRef: object, { flags }: Invocation) {
  const subjects = [
    ...flags.list('user').map((user) => ({ apiGroup, kind: 'User', name: user })),
    ...flags.list('group').map((group) => ({ apiGroup, kind: 'Group', name: group })),
    ...flags.list('serviceaccount').map((account) => {
      const [namespace = '', accountName = '', ...more] = account.split(':');
      if (namespace === '' || accountName === '' || more.length > 0)
        throw usageError('serviceaccount must be <namespace>:<name>');
      return { kind: 'ServiceAccount', name: accountName, namespace };
    }),
  ];
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind,
    metadata: { name },
    roleRef,
    ...(subjects.length > 0 ? { subjects } : {}),
  };
}
