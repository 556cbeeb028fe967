import type { PolicyRule } from 'kubernetes-types/rbac/v1';
import type { AccessAttributes, ResourceAttributes } from './access-attributes.ts';

const any = '*';

/** Whether a rule of a role allows something. @see pkg/apis/rbac/v1/evaluation_helpers.go (v1.36) */
export function matchesRule(rule: Partial<PolicyRule>, attributes: AccessAttributes): boolean {
  if (!hasOrAny(rule.verbs, attributes.verb)) return false;
  return 'path' in attributes ? matchesPath(rule, attributes.path) : matchesResource(rule, attributes);
}

function matchesPath({ nonResourceURLs = [] }: Partial<PolicyRule>, path: string): boolean {
  return nonResourceURLs.some(
    (url) => url === any || url === path || (url.endsWith(any) && path.startsWith(url.replace(/\*+$/, ''))),
  );
}

function matchesResource(
  { apiGroups, resources = [], resourceNames = [] }: Partial<PolicyRule>,
  { group, resource, subresource, name }: ResourceAttributes,
): boolean {
  const full = subresource === '' ? resource : `${resource}/${subresource}`;
  return (
    hasOrAny(apiGroups, group) &&
    (hasOrAny(resources, full) || (subresource !== '' && resources.includes(`*/${subresource}`))) &&
    (resourceNames.length === 0 || resourceNames.includes(name))
  );
}

function hasOrAny(values: readonly string[] | undefined, wanted: string): boolean {
  return values !== undefined && (values.includes(any) || values.includes(wanted));
}
