import type { Stored } from '@podlab/apimachinery';
import type { Secret, ServiceAccount } from 'kubernetes-types/core/v1';
import type { ClusterRole, RoleBinding } from 'kubernetes-types/rbac/v1';
import { ruleRows } from '../print/policy-rules.ts';
import { type DescribeWriter, writeAnnotations, writePairs } from './describe-writer.ts';
import { writeHead } from './head.ts';

/** Writes a Secret as `kubectl describe secret` does: of its values, the sizes. */
export function describeSecret(writer: DescribeWriter, secret: Stored<Secret>): void {
  const { type = '', data = {} } = secret;
  writeHead(writer, secret);
  writer.line(0, '');
  writer.line(0, `Type:\t${type}`);
  writer.line(0, '');
  writer.line(0, 'Data');
  writer.line(0, '====');
  for (const key of Object.keys(data).toSorted()) {
    const value = atob(data[key] ?? '');
    const isToken = key === 'token' && type === 'kubernetes.io/service-account-token';
    writer.line(0, `${key}:\t${isToken ? value : `${value.length} bytes`}`);
  }
}

/** Writes a service account as `kubectl describe serviceaccount` does, but for its events. */
export function describeServiceAccount(writer: DescribeWriter, account: Stored<ServiceAccount>): void {
  writeHead(writer, account);
  const names = (account.imagePullSecrets ?? []).map(({ name = '' }) => name);
  if (names.length === 0) writer.line(0, 'Image pull secrets:\t<none>');
  names.forEach((name, index) => writer.line(0, `${index === 0 ? 'Image pull secrets:' : ' '.repeat(19)}\t${name}`));
}

/** Writes a Role or ClusterRole. */
export function describeRole(writer: DescribeWriter, role: Stored<ClusterRole>): void {
  writeRoleHead(writer, role);
  writer.line(0, 'PolicyRule:');
  writer.line(1, 'Resources\tNon-Resource URLs\tResource Names\tVerbs');
  writer.line(1, '---------\t-----------------\t--------------\t-----');
  for (const row of ruleRows(role.rules ?? [])) writer.line(1, row.join('\t'));
}

/** Writes a RoleBinding or ClusterRoleBinding. */
export function describeRoleBinding(writer: DescribeWriter, binding: Stored<RoleBinding>): void {
  writeRoleHead(writer, binding);
  writer.line(0, 'Role:');
  writer.line(1, `Kind:\t${binding.roleRef.kind}`);
  writer.line(1, `Name:\t${binding.roleRef.name}`);
  writer.line(0, 'Subjects:');
  writer.line(1, 'Kind\tName\tNamespace');
  writer.line(1, '----\t----\t---------');
  for (const { kind, name, namespace = '' } of binding.subjects ?? []) writer.line(1, `${kind}\t${name}\t${namespace}`);
}

function writeRoleHead(writer: DescribeWriter, { metadata }: Stored): void {
  writer.line(0, `Name:\t${metadata.name}`);
  writePairs(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, 'Annotations', metadata.annotations);
}
