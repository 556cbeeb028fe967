import type { Requester } from '../client/requester.ts';
import { parseGroupVersion } from '../resources/built-in.ts';
import type { DiscoveredResource } from './discovery.ts';

interface AggregatedList {
  readonly items?: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions?: readonly {
      readonly version: string;
      readonly resources?: readonly {
        readonly resource: string;
        readonly responseKind?: { readonly kind: string };
        readonly scope: string;
        readonly singularResource?: string;
        readonly verbs?: readonly string[];
        readonly shortNames?: readonly string[];
        readonly categories?: readonly string[];
        readonly subresources?: readonly { readonly subresource: string }[];
      }[];
    }[];
  }[];
}

/** The resources of an `APIGroupDiscoveryList` (one answer for all groups). */
export function readAggregated(answer: unknown): DiscoveredResource[] {
  const found: DiscoveredResource[] = [];
  for (const { metadata, versions } of (answer as AggregatedList).items ?? []) {
    for (const { version, resources } of versions ?? []) {
      for (const item of resources ?? []) {
        found.push({
          group: metadata?.name ?? '',
          version,
          resource: item.resource,
          kind: item.responseKind?.kind ?? '',
          namespaced: item.scope === 'Namespaced',
          singular: item.singularResource ?? '',
          shortNames: item.shortNames ?? [],
          categories: item.categories ?? [],
          verbs: item.verbs ?? [],
          subresources: (item.subresources ?? []).map(({ subresource }) => subresource),
        });
      }
    }
  }
  return found;
}

interface LegacyIndex {
  readonly versions?: readonly string[];
  readonly groups?: readonly {
    readonly preferredVersion?: { readonly groupVersion: string };
    readonly versions: readonly { readonly groupVersion: string }[];
  }[];
}

interface LegacyList {
  readonly resources?: readonly {
    readonly name: string;
    readonly singularName?: string;
    readonly namespaced: boolean;
    readonly kind: string;
    readonly verbs?: readonly string[];
    readonly shortNames?: readonly string[];
    readonly categories?: readonly string[];
  }[];
}

/** The resources of a server that answers with `APIVersions` or `APIGroupList`: one more request for each version. */
export async function readLegacy(
  requester: Requester,
  index: unknown,
  signal: AbortSignal,
): Promise<DiscoveredResource[]> {
  const { versions = [], groups = [] } = index as LegacyIndex;
  const groupVersions = groups.flatMap(({ preferredVersion, versions: all }) => {
    const names = all.map(({ groupVersion }) => groupVersion);
    const first = preferredVersion?.groupVersion;
    return first === undefined ? names : [first, ...names.filter((name) => name !== first)];
  });
  const paths = [
    ...versions.map((name) => [name, `/api/${name}`]),
    ...groupVersions.map((name) => [name, `/apis/${name}`]),
  ];
  const lists = await Promise.all(
    paths.map(async ([name = '', path = '']) => fromList(name, (await requester.json({ path, signal })) as LegacyList)),
  );
  return lists.flat();
}

function fromList(groupVersion: string, { resources = [] }: LegacyList): DiscoveredResource[] {
  const { group, version } = parseGroupVersion(groupVersion);
  return resources
    .filter(({ name }) => !name.includes('/'))
    .map((item) => ({
      group,
      version,
      resource: item.name,
      kind: item.kind,
      namespaced: item.namespaced,
      singular: item.singularName || item.kind.toLowerCase(),
      shortNames: item.shortNames ?? [],
      categories: item.categories ?? [],
      verbs: item.verbs ?? [],
      subresources: resources
        .filter(({ name }) => name.startsWith(`${item.name}/`))
        .map(({ name }) => name.slice(item.name.length + 1)),
    }));
}
