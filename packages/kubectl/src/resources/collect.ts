import { StatusError, type Stored } from '@podlab/apimachinery';
import type { DiscoveredResource } from '@podlab/kube-client';
import type { Invocation } from '../cli/command.ts';
import { errorText } from '../cli/error-text.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { readManifests } from '../manifests/read-manifests.ts';
import { parseTargets, type Target } from './targets.ts';

/** An object and the resource that it is one of. */
export interface Found {
  readonly resource: DiscoveredResource;
  readonly object: Stored;
  /** The file that names it. */
  readonly source?: string;
}

/** The objects that a command's arguments, selectors or files name, and the faults met on the way. */
export interface Collected {
  readonly found: readonly Found[];
  readonly faults: readonly string[];
}

/**
 * Gets what `type name…`, `type -l …`, `type --all` or `-f …` name.
 * @param options.mayBeAll whether a type alone means all of it
 * @param options.unread what is named is not asked for: of the object only name and namespace are there
 * @param options.doing what faults of a file's objects begin with, such as `error when deleting`
 * @throws KubectlError when they name nothing
 */
export async function collect(
  invocation: Invocation,
  {
    mayBeAll = false,
    unread = false,
    doing,
  }: { readonly mayBeAll?: boolean; readonly unread?: boolean; readonly doing?: string } = {},
): Promise<Collected> {
  const { client, signal, namespace, flags, args } = invocation;
  const fault: string[] = [];
  const found: Found[] = [];
  const get = async (
    resource: DiscoveredResource,
    at: { namespace?: string | undefined; name: string },
    source?: string,
  ) => {
    if (unread) {
      const { name } = at;
      const metadata = resource.namespaced ? { name, namespace: at.namespace } : { name };
      found.push({ resource, object: { metadata } as Stored, ...(source === undefined ? {} : { source }) });
      return;
    }
    try {
      found.push({ resource, object: await client.get(resource, at, { signal }) });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      fault.push(
        errorText(error, doing !== undefined && source !== undefined ? `${doing} ${JSON.stringify(source)}` : ''),
      );
    }
  };
  if (flags.has('filename')) {
    for (const { object, resource, source } of await readManifests(invocation)) {
      const { name = '', namespace: own } = object.metadata ?? {};
      await get(resource, { namespace: own ?? namespace, name }, source);
    }
    return { found, faults: fault };
  }
  const targets = await parseTargets(args, invocation);
  for (const target of targets) {
    if (target.names.length > 0) {
      for (const name of target.names) await get(target.resource, { namespace, name });
    } else {
      if (!mayBeAll) requireSelection(target, invocation);
      const list = await listSelected(target.resource, { namespace: listNamespace(invocation) }, invocation);
      found.push(...list.items.map((object) => ({ resource: target.resource, object })));
    }
  }
  return { found, faults: fault };
}

/** Lists what the selectors select. @throws StatusError that names the selectors when the API refuses them */
export async function listSelected(
  resource: DiscoveredResource,
  at: { readonly namespace: string | undefined },
  invocation: Invocation,
): Promise<{ readonly items: Stored[] }> {
  const { client, signal } = invocation;
  return client.list(resource, at, { ...selectorsOf(invocation), signal }).catch((error: unknown) => {
    throw withSelectors(error, resource, invocation);
  });
}

/** An API's refusal of a list, in kubectl's words: what was looked for, then what is wrong. */
export function withSelectors(
  error: unknown,
  { group, version, resource }: DiscoveredResource,
  invocation: Pick<Invocation, 'flags'>,
): unknown {
  if (!(error instanceof StatusError) || (error.reason !== 'BadRequest' && error.reason !== 'NotFound')) return error;
  const { labelSelector = '', fieldSelector = '' } = selectorsOf(invocation);
  const subject = JSON.stringify(`${group}/${version}, Resource=${resource}`);
  const what =
    labelSelector === '' && fieldSelector === ''
      ? `Unable to list ${subject}`
      : `Unable to find ${subject} that match label selector ${JSON.stringify(labelSelector)}, field selector ${JSON.stringify(fieldSelector)}`;
  return new StatusError({ ...error.status, message: `${what}: ${error.message}` });
}

/** The namespace of a list: none with `--all-namespaces`. */
export function listNamespace({ flags, namespace }: Pick<Invocation, 'flags' | 'namespace'>): string | undefined {
  return flags.has('all-namespaces') && flags.bool('all-namespaces') ? undefined : namespace;
}

/** The selectors that were given. */
export function selectorsOf({ flags }: Pick<Invocation, 'flags'>): {
  labelSelector: string | undefined;
  fieldSelector: string | undefined;
} {
  return {
    labelSelector: flags.has('selector') ? flags.string('selector') : undefined,
    fieldSelector: flags.has('field-selector') ? flags.string('field-selector') : undefined,
  };
}

function requireSelection(_target: Target, { flags }: Invocation): void {
  if (flags.has('all') || flags.has('selector') || flags.has('field-selector')) return;
  throw usageError('resource(s) were provided, but no name was specified');
}
