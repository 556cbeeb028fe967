import type { PolicyRule } from 'kubernetes-types/rbac/v1';

/** A rule for one verb, and one resource (and name) or one path. */
export interface SingleRule {
  readonly verb: string;
  readonly url?: string;
  readonly group?: string;
  readonly resource?: string;
  readonly name?: string;
}

/**
 * What of some rules others do not allow.
 * @see k8s.io/component-helpers/auth/rbac/validation/policy_comparator.go (v1.36)
 */
export function uncovered(wanted: readonly PolicyRule[], held: readonly PolicyRule[]): readonly SingleRule[] {
  return wanted.flatMap(broken).filter((single) => !held.some((rule) => covers(rule, single)));
}

function broken({ verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }: PolicyRule) {
  const names = resourceNames.length === 0 ? [undefined] : resourceNames;
  const ofResources = apiGroups.flatMap((group) =>
    resources.flatMap((resource) =>
      verbs.flatMap((verb) =>
        names.map((name): SingleRule => ({ verb, group, resource, ...(name === undefined ? {} : { name }) })),
      ),
    ),
  );
  return [...ofResources, ...nonResourceURLs.flatMap((url) => verbs.map((verb): SingleRule => ({ verb, url })))];
}

function covers(held: PolicyRule, { verb, url, group = '', resource = '', name }: SingleRule): boolean {
  const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = held;
  if (!hasOrAny(held.verbs, verb)) return false;
  if (url !== undefined) {
    return nonResourceURLs.some(
      (known) => known === '*' || known === url || (known.endsWith('*') && url.startsWith(known.replace(/\*+$/, ''))),
    );
  }
  const [, subresource] = resource.split(/\/(.*)/s);
  return (
    hasOrAny(apiGroups, group) &&
    (hasOrAny(resources, resource) || (subresource !== undefined && resources.includes(`*/${subresource}`))) &&
    (resourceNames.length === 0 || (name !== undefined && resourceNames.includes(name)))
  );
}

function hasOrAny(values: readonly string[], wanted: string): boolean {
  return values.includes('*') || values.includes(wanted);
}

/** Such rules as a refusal lists them: the verbs of one resource together, in order of the lines. */
export function ruleLines(rules: readonly SingleRule[]): readonly string[] {
  const verbsOf = new Map<string, { readonly names: string; readonly verbs: string[] }>();
  for (const { verb, url, group = '', resource = '', name } of rules) {
    const start =
      url === undefined
        ? `APIGroups:${quoted(group)}, Resources:${quoted(resource)}`
        : `NonResourceURLs:${quoted(url)}`;
    const names = name === undefined ? '' : `, ResourceNames:${quoted(name)}`;
    const key = `${start}${names}`;
    // Paths are not put together.
    const line = url === undefined ? key : `${key} ${verb}`;
    const known = verbsOf.get(line) ?? { names: key, verbs: [] };
    if (!known.verbs.includes(verb)) known.verbs.push(verb);
    verbsOf.set(line, known);
  }
  return [...verbsOf.values()]
    .map(({ names, verbs }) => `{${names}, Verbs:[${verbs.map((verb) => JSON.stringify(verb)).join(' ')}]}`)
    .toSorted((a, b) => (a < b ? -1 : 1));
}

function quoted(value: string): string {
  return `[${JSON.stringify(value)}]`;
}
