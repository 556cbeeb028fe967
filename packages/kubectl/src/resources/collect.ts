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
}

/** The objects that a command's arguments, selectors or files name, and the faults met on the way. */
export interface Collected {
  readonly found: readonly Found[];
  readonly faults: readonly string[];
}

/**
 * Gets what `type name…`, `type -l …`, `type --all` or `-f …` name.
 * @throws KubectlError when they name nothing
 */
export async function collect(invocation: Invocation): Promise<Collected> {
  const { client, signal, namespace, flags, args } = invocation;
  const fault: string[] = [];
  const found: Found[] = [];
  const get = async (resource: DiscoveredResource, at: { namespace?: string | undefined; name: string }) => {
    try {
      found.push({ resource, object: await client.get(resource, at, { signal }) });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      fault.push(errorText(error));
    }
  };
  if (flags.has('filename')) {
    for (const { object, resource } of await readManifests(invocation)) {
      const { name = '', namespace: own } = object.metadata ?? {};
      await get(resource, { namespace: own ?? namespace, name });
    }
    return { found, faults: fault };
  }
  const targets = await parseTargets(args, invocation);
  for (const target of targets) {
    if (target.names.length > 0) {
      for (const name of target.names) await get(target.resource, { namespace, name });
    } else {
      requireSelection(target, invocation);
      const list = await client.list(
        target.resource,
        { namespace: listNamespace(invocation) },
        { ...selectorsOf(invocation), signal },
      );
      found.push(...list.items.map((object) => ({ resource: target.resource, object })));
    }
  }
  return { found, faults: fault };
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
