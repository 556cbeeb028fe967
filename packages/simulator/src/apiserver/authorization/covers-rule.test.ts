import type { PolicyRule } from 'kubernetes-types/rbac/v1';
import { expect, test } from 'vitest';
import { defaultAccess } from './default-access.ts';
import { ruleLines, uncovered } from './covers-rule.ts';

const adminLine = defaultAccess.split('\n').find((line) => line.startsWith('["clusterroles",{"name":"admin",'));
const [, , { rules: admin }] = JSON.parse(adminLine ?? '') as [string, object, { rules: PolicyRule[] }];

// What an `admin` of a namespace was told on a cluster of Kubernetes 1.36.
test.each([
  [[{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }], []],
  [[{ apiGroups: [''], resources: ['*'], verbs: ['*'] }], ['{APIGroups:[""], Resources:["*"], Verbs:["*"]}']],
  [
    [{ apiGroups: [''], resources: ['nodes'], resourceNames: ['a', 'b'], verbs: ['get'] }],
    [
      '{APIGroups:[""], Resources:["nodes"], ResourceNames:["a"], Verbs:["get"]}',
      '{APIGroups:[""], Resources:["nodes"], ResourceNames:["b"], Verbs:["get"]}',
    ],
  ],
  [
    [
      { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
      { nonResourceURLs: ['*'], verbs: ['*'] },
    ],
    ['{APIGroups:["*"], Resources:["*"], Verbs:["*"]}', '{NonResourceURLs:["*"], Verbs:["*"]}'],
  ],
  [
    [
      { apiGroups: ['', 'apps'], resources: ['nodes', 'pods', 'deployments'], verbs: ['get', 'list', 'approve'] },
      { apiGroups: [''], resources: ['nodes'], verbs: ['patch'] },
    ],
    [
      '{APIGroups:[""], Resources:["deployments"], Verbs:["get" "list" "approve"]}',
      '{APIGroups:[""], Resources:["nodes"], Verbs:["get" "list" "approve" "patch"]}',
      '{APIGroups:[""], Resources:["pods"], Verbs:["approve"]}',
      '{APIGroups:["apps"], Resources:["deployments"], Verbs:["approve"]}',
      '{APIGroups:["apps"], Resources:["nodes"], Verbs:["get" "list" "approve"]}',
      '{APIGroups:["apps"], Resources:["pods"], Verbs:["get" "list" "approve"]}',
    ],
  ],
])('%j', (wanted, lines) => {
  expect(ruleLines(uncovered(wanted, admin))).toEqual(lines);
});
