import { controllerOf, type Stored } from '@podlab/apimachinery';
import type { LocalApi, ObjectChange, ResourceName, StoredOf } from '../../apiserver/local-api.ts';

/** The names of objects without a controller, by namespace, so that an owner who looks for some need not look at all. */
export class OrphanIndex {
  readonly #namespaces = new Map<string, Set<string>>();

  /** Takes a change in. @returns whether the object is there and has no controller */
  observe(change: ObjectChange<Pick<Stored, 'metadata'>>): boolean {
    const { namespace = '', name } = change.object.metadata;
    const orphan = change.type !== 'DELETED' && !controllerOf(change.object);
    const names = this.#namespaces.get(namespace);
    if (!orphan) {
      names?.delete(name);
    } else if (names) {
      names.add(name);
    } else {
      this.#namespaces.set(namespace, new Set([name]));
    }
    return orphan;
  }

  /** The objects, in the order in which they lost their controllers. */
  listIn<R extends ResourceName>(api: LocalApi, resource: R, namespace: string | undefined): StoredOf<R>[] {
    const objects: StoredOf<R>[] = [];
    for (const name of this.#namespaces.get(namespace ?? '') ?? []) {
      const object = api.get(resource, namespace, name);
      if (object && !controllerOf(object)) objects.push(object);
    }
    return objects;
  }
}

/**
 * The keys of the owners of `kind` that a change concerns: the object's controller, and the one it had before.
 * The keys are in the object's namespace, as controllers only own what is in theirs.
 */
export function ownerKeys(change: ObjectChange<Pick<Stored, 'metadata'>>, kind: string): Set<string> {
  const objects = hasNewOwners(change) ? [change.object, change.old] : [change.object];
  const keys = new Set<string>();
  for (const { metadata } of objects) {
    const owner = controllerOf({ metadata });
    if (owner?.kind !== kind) continue;
    keys.add(metadata.namespace ? `${metadata.namespace}/${owner.name}` : owner.name);
  }
  return keys;
}

function hasNewOwners(
  change: ObjectChange<Pick<Stored, 'metadata'>>,
): change is Extract<typeof change, { readonly type: 'MODIFIED' }> {
  // Most changes leave them alone: then both versions have the same list.
  return change.type === 'MODIFIED' && change.old.metadata.ownerReferences !== change.object.metadata.ownerReferences;
}
