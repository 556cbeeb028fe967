/** What an RBAC rule, or one of a review, allows. */
export interface AllowedRule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/**
 * Rows of resources, URLs, names and verbs: one for each resource with all its verbs, and for each URL, in kubectl's
 * order: by verbs first.
 * @see k8s.io/kubectl/pkg/util/rbac `CompactRules` (v1.36)
 */
export function ruleRows(rules: readonly AllowedRule[]): string[][] {
  return compacted(rules.flatMap(broken))
    .toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
    .map(({ group, resource, url, names, verbs }) => [
      groupedText(resource, group),
      url === '' ? '[]' : `[${url}]`,
      `[${names.join(' ')}]`,
      `[${verbs.join(' ')}]`,
    ]);
}

/** `pods/log`, `deployments.apps/scale`. */
function groupedText(resource: string, group: string): string {
  if (group === '') return resource;
  const [plural = '', ...rest] = resource.split('/');
  return [`${plural}.${group}`, ...rest].join('/');
}

/** Rules of one resource, and of one name at most, are put together. */
function compacted(rules: readonly Broken[]): readonly Broken[] {
  const simple = new Map<string, Broken>();
  const others: Broken[] = [];
  for (const rule of rules) {
    if (rule.url !== '' || rule.names.length > 1) {
      others.push(rule);
      continue;
    }
    const key = JSON.stringify([rule.group, rule.resource, rule.names]);
    const known = simple.get(key);
    simple.set(key, known ? { ...known, verbs: [...new Set([...known.verbs, ...rule.verbs])] } : rule);
  }
  return [...others, ...simple.values()];
}

interface Broken {
  readonly group: string;
  readonly resource: string;
  readonly url: string;
  readonly names: readonly string[];
  readonly verbs: readonly string[];
}

function broken({
  verbs = [],
  apiGroups = [],
  resources = [],
  resourceNames = [],
  nonResourceURLs = [],
}: AllowedRule): Broken[] {
  return [
    ...resources.flatMap((resource) =>
      apiGroups.map((group) => ({ group, resource, url: '', names: resourceNames, verbs })),
    ),
    ...nonResourceURLs.map((url) => ({ group: '', resource: '', url, names: [], verbs })),
  ];
}

/** Brackets close each list, so that a longer entry comes after a shorter one or before it, as with Go's text. */
function orderOf({ group, resource, url, names, verbs }: Broken): string {
  return `[${verbs.join(' ')}][${group}][${resource}][${names.join(' ')}][${url}]`;
}
