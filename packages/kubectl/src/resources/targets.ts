import type { DiscoveredResource } from '@podlab/kube-client';
import type { Invocation } from '../cli/command.ts';
import { KubectlError, usageError } from '../cli/kubectl-error.ts';

/** What the arguments of a command name: a resource, and objects of it; without names all of them. */
export interface Target {
  readonly resource: DiscoveredResource;
  readonly names: readonly string[];
}

/** What kubectl says of a call that names nothing. */
export const nothingNamed =
  "You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'";

type Lookup = Pick<Invocation, 'client' | 'signal'>;

/**
 * Reads `pods`, `pod a b`, `pods,services`, `pod/a service/b`, `all`.
 * @throws KubectlError worded as kubectl words it
 */
export async function parseTargets(args: readonly string[], lookup: Lookup): Promise<Target[]> {
  const slashed = args.filter((arg) => arg.includes('/'));
  if (slashed.length > 0) {
    if (slashed.length < args.length) {
      throw usageError(
        "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
      );
    }
    const targets: Target[] = [];
    for (const arg of slashed) targets.push(await parseSlashed(arg, lookup));
    return targets;
  }
  const [types, ...names] = args;
  if (types === undefined) throw usageError(nothingNamed);
  const resources = await findTypes(types, lookup);
  return resources.map((resource) => ({ resource, names }));
}

/** Reads one `type/name`, or `name` of a type taken for granted (`pod`). */
export async function parseOne(arg: string, defaultType: string, lookup: Lookup): Promise<Target> {
  return parseSlashed(arg.includes('/') ? arg : `${defaultType}/${arg}`, lookup);
}

/** How messages name a resource: `pod`, `deployment.apps`. */
export function typeText({ singular, kind, group }: DiscoveredResource): string {
  const name = singular === '' ? kind.toLowerCase() : singular;
  return group === '' ? name : `${name}.${group}`;
}

/** `pod/web`, `deployment.apps/web`: `-o name`, and the start of most messages. */
export function objectText(resource: DiscoveredResource, name: string): string {
  return `${typeText(resource)}/${name}`;
}

/** The resource of a type word. @throws KubectlError when the server has none such */
export async function findType(type: string, { client, signal }: Lookup): Promise<DiscoveredResource> {
  const resource = await client.discovery.find(type, { signal });
  if (!resource) throw usageError(`the server doesn't have a resource type ${JSON.stringify(type.split('.')[0])}`);
  return resource;
}

/** As `findType`, for commands whose message begins without `error:`. */
export async function findTypePlain(type: string, { client, signal }: Lookup): Promise<DiscoveredResource> {
  const resource = await client.discovery.find(type, { signal });
  if (!resource) throw new KubectlError(`the server doesn't have a resource type ${JSON.stringify(type)}`);
  return resource;
}

async function findTypes(types: string, lookup: Lookup): Promise<DiscoveredResource[]> {
  const found: DiscoveredResource[] = [];
  for (const type of types.split(',')) {
    if (type === 'all') {
      const resources = await lookup.client.discovery.all({ signal: lookup.signal });
      found.push(...resources.filter(({ categories, verbs }) => categories.includes('all') && verbs.includes('list')));
    } else {
      found.push(await findType(type, lookup));
    }
  }
  return found;
}

async function parseSlashed(arg: string, lookup: Lookup): Promise<Target> {
  const parts = arg.split('/');
  const [type = '', name = ''] = parts;
  if (parts.length > 2) throw usageError('arguments in resource/name form may not have more than one slash');
  if (parts.length !== 2 || type === '' || name === '') {
    throw new KubectlError(`error: arguments in resource/name form must have a single resource and name`);
  }
  return { resource: await findType(type, lookup), names: [name] };
}
