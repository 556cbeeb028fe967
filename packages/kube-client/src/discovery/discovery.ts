import { isMap } from '@podlab/apimachinery';
import type { Requester } from '../client/requester.ts';
import type { ResourceDescriptor } from '../resources/built-in.ts';
import { readAggregated, readLegacy } from './read-discovery.ts';

/** A resource as the API presents it. */
export interface DiscoveredResource extends ResourceDescriptor {
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
  /** Such as `status`, `scale`. */
  readonly subresources: readonly string[];
}

/** What the API offers. Asked once and kept. */
export interface Discovery {
  /** All resources, the preferred version of each, in the API's order. */
  all(options: { readonly signal: AbortSignal }): Promise<readonly DiscoveredResource[]>;
  /**
   * By plural, singular, short name or kind, in any case, also with group and version: `po`, `Deployment`,
   * `deployments.apps`, `deployments.v1.apps`, and `pods.v1.` of the core group. Undefined: the API has no such resource.
   */
  find(name: string, options: { readonly signal: AbortSignal }): Promise<DiscoveredResource | undefined>;
  /** By `apiVersion` and `kind`, as manifests name it. */
  findKind(
    apiVersion: string,
    kind: string,
    options: { readonly signal: AbortSignal },
  ): Promise<DiscoveredResource | undefined>;
  /** Forgets what was kept. */
  invalidate(): void;
}

const aggregatedAccept =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,' +
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';

/**
 * Creates a discovery that asks when first needed.
 * @param onWarning is told of a short name that several resources have
 */
export function createDiscovery(requester: Requester, onWarning: (text: string) => void = () => {}): Discovery {
  let known: Promise<readonly DiscoveredResource[]> | undefined;
  const everything = ({ signal }: { readonly signal: AbortSignal }) => {
    known ??= discover(requester, signal).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  const preferred = async (options: { readonly signal: AbortSignal }) => {
    const seen = new Set<string>();
    return (await everything(options)).filter(({ group, resource }) => {
      const id = `${resource}.${group}`;
      return seen.has(id) ? false : seen.add(id);
    });
  };
  return {
    all: preferred,
    find: async (name, options) => {
      const wanted = name.toLowerCase();
      const resources = await everything(options);
      const found = resources.find((resource) => answersTo(resource, wanted));
      if (found?.shortNames.includes(wanted)) for (const text of ambiguities(found, wanted, resources)) onWarning(text);
      return found ?? resources.find((resource) => qualifiedNames(resource).includes(wanted));
    },
    findKind: async (apiVersion, kind, options) =>
      (await everything(options)).find(
        (resource) =>
          resource.kind === kind &&
          (resource.group === '' ? resource.version : `${resource.group}/${resource.version}`) === apiVersion,
      ),
    invalidate: () => {
      known = undefined;
    },
  };
}

function answersTo(resource: DiscoveredResource, name: string): boolean {
  return (
    resource.resource === name ||
    resource.singular === name ||
    resource.kind.toLowerCase() === name ||
    resource.shortNames.includes(name)
  );
}

/** @see k8s.io/client-go/restmapper/shortcut.go (v1.36) */
function ambiguities(found: DiscoveredResource, name: string, all: readonly DiscoveredResource[]): Set<string> {
  const others = all.filter(
    ({ shortNames, group, resource }) =>
      shortNames.includes(name) && (group !== found.group || resource !== found.resource),
  );
  return new Set(
    others.map(
      ({ resource, group }) =>
        `short name ${JSON.stringify(name)} could also match lower priority resource ${resource}.${group}`,
    ),
  );
}

function qualifiedNames({ group, version, resource, singular, shortNames }: DiscoveredResource): string[] {
  return [resource, singular, ...shortNames].flatMap((name) => [`${name}.${group}`, `${name}.${version}.${group}`]);
}

async function discover(requester: Requester, signal: AbortSignal): Promise<DiscoveredResource[]> {
  const lists = await Promise.all(
    ['/api', '/apis'].map(async (path) => {
      const answer = await requester.json({ path, accept: aggregatedAccept, signal });
      return isMap(answer) && answer['kind'] === 'APIGroupDiscoveryList'
        ? readAggregated(answer)
        : readLegacy(requester, answer, signal);
    }),
  );
  return lists.flat();
}
