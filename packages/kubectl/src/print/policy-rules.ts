/** What an RBAC rule, or one of a review, allows. */
export interface AllowedRule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** Rows of resources, URLs, names and verbs: one for each resource and URL, in kubectl's order: by verbs first. */
export function ruleRows(rules: readonly AllowedRule[]): string[][] {
  return rules
    .flatMap(broken)
    .toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
    .map(({ group, resource, url, names, verbs }) => [
      group === '' ? resource : `${resource}.${group}`,
      url === '' ? '[]' : `[${url}]`,
      `[${names.join(' ')}]`,
      `[${verbs.join(' ')}]`,
    ]);
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
