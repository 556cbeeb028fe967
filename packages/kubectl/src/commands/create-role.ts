import type { Command, Invocation } from '../cli/command.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { findTypePlain } from '../resources/targets.ts';
import { newObjectFlags, oneName, writeNamed } from './create-named.ts';

const ruleFlags = [
  { name: 'verb', type: 'list' },
  { name: 'resource', type: 'list' },
  { name: 'resource-name', type: 'list', repeatOnly: true },
] as const;

/** `kubectl create role`. */
export const createRole: Command = {
  name: 'create role',
  flags: [...newObjectFlags, ...ruleFlags],
  run: async (invocation) => {
    const name = oneName(invocation.args, 'role');
    if (invocation.flags.list('verb').length === 0) throw usageError('at least one verb must be specified');
    if (invocation.flags.list('resource').length === 0) throw usageError('at least one resource must be specified');
    const rules = await rulesOf(invocation);
    const object = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name }, rules };
    await writeNamed('roles', object, invocation);
  },
};

/** `kubectl create clusterrole`. */
export const createClusterRole: Command = {
  name: 'create clusterrole',
  flags: [...newObjectFlags, ...ruleFlags, { name: 'non-resource-url', type: 'list' }],
  run: async (invocation) => {
    const { flags, args } = invocation;
    const name = oneName(args, 'clusterrole');
    const urls = flags.list('non-resource-url');
    if (flags.list('verb').length === 0) throw usageError('at least one verb must be specified');
    if (flags.list('resource').length === 0 && urls.length === 0)
      throw usageError('one of resource or nonResourceURL must be specified');
    const rules = [
      ...(await rulesOf(invocation)),
      ...(urls.length > 0 ? [{ nonResourceURLs: urls, verbs: verbsOf(invocation) }] : []),
    ];
    const object = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules };
    await writeNamed('clusterroles', object, invocation);
  },
};

function verbsOf({ flags }: Invocation): readonly string[] {
  const verbs = [...new Set(flags.list('verb'))];
  return verbs.includes('*') ? ['*'] : verbs;
}

/** One rule for the resources of each group. */
async function rulesOf(invocation: Invocation): Promise<object[]> {
  const byGroup = new Map<string, string[]>();
  for (const word of invocation.flags.list('resource')) {
    const [type = '', subresource] = word.split('/');
    const { group, resource } = type === '*' ? { group: '', resource: '*' } : await findTypePlain(type, invocation);
    byGroup.set(group, [
      ...(byGroup.get(group) ?? []),
      subresource === undefined ? resource : `${resource}/${subresource}`,
    ]);
  }
  const names = invocation.flags.list('resource-name');
  return [...byGroup]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, resources]) => ({
      apiGroups: [group],
      ...(names.length > 0 ? { resourceNames: names } : {}),
      resources: [...new Set(resources)],
      verbs: verbsOf(invocation),
    }));
}
