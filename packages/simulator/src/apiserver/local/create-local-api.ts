import { applyMergePatch, type KubeObject, type Stored, type Timers } from '@podlab/apimachinery';
import type { Store, StoreEvent } from '../../store/store.ts';
import type { LocalApi, LocalDeleteOptions, ObjectChange, ResourceName, StoredOf } from '../local-api.ts';
import type { AnyResourceDefinition } from '../registry/definition.ts';
import { findByPlural } from '../registry/resources.ts';
import { bindPod } from '../writes/bind-pod.ts';
import { createObject } from '../writes/create-object.ts';
import { deleteObject } from '../writes/delete-object.ts';
import { finalizeNamespace } from '../writes/finalize-namespace.ts';
import { updateObject } from '../writes/update-object.ts';
import { storeKey, type WriteContext } from '../writes/write-context.ts';

/** The API server's rules for callers inside the cluster: no HTTP, no serialisation, no waiting. */
export function createLocalApi(context: WriteContext): LocalApi {
  const { store, timers } = context;
  return {
    get: (resource, namespace, name) => typed(store.get(resource, storeKey(definitionOf(resource), namespace, name))),
    list: (resource, namespace) => store.list(resource, namespace) as readonly StoredOf<typeof resource>[],
    listOwnedBy: (resource, ownerUid) =>
      store.byIndex(resource, 'controller', ownerUid) as readonly StoredOf<typeof resource>[],
    listPodsOnNode: (nodeName) => store.byIndex('pods', 'node', nodeName),
    create: (resource, object) => {
      const definition = definitionOf(resource);
      const input = object as KubeObject;
      const namespace = definition.namespaced ? (input.metadata?.namespace ?? 'default') : undefined;
      return typed(createObject(context, definition, namespace, input));
    },
    update: (resource, object) => update(context, resource, object as Stored),
    updateStatus: (resource, object) => update(context, resource, object as Stored, 'status'),
    mergePatch: (resource, namespace, name, patch) =>
      typed(
        updateObject(context, definitionOf(resource), {
          namespace,
          name,
          change: (existing) => applyMergePatch(existing, patch) as KubeObject,
        }),
      ),
    delete: (resource, namespace, name, options) => remove(context, resource, namespace, name, options),
    bindPod: (namespace, name, nodeName) => {
      bindPod(context, { namespace, name, nodeName });
    },
    finalizeNamespace: (name) => {
      finalizeNamespace(context, name, []);
    },
    watch: (resource, handler, delayMs = 1) => watch(store, timers, resource, handler, delayMs),
  };
}

function update<R extends ResourceName>(
  context: WriteContext,
  resource: R,
  object: Stored,
  subresource?: 'status',
): StoredOf<R> {
  const { namespace, name } = object.metadata;
  return typed(
    updateObject(context, definitionOf(resource), {
      namespace,
      name,
      change: () => object,
      ...(subresource ? { subresource } : {}),
    }),
  );
}

function remove(
  context: WriteContext,
  resource: ResourceName,
  namespace: string | undefined,
  name: string,
  options: LocalDeleteOptions = {},
): void {
  deleteObject(context, definitionOf(resource), { namespace, name, ...options });
}

function watch<R extends ResourceName>(
  store: Store,
  timers: Timers,
  resource: R,
  handler: (change: ObjectChange<StoredOf<R>>) => void,
  delayMs: number,
): { stop(): void } {
  let stopped = false;
  const deliver = (change: ObjectChange<StoredOf<R>>) =>
    timers.schedule(delayMs, () => {
      if (!stopped) handler(change);
    });
  for (const object of store.list(resource)) deliver({ type: 'ADDED', object: typed(object) });
  const unsubscribe = store.subscribe(resource, (event) => deliver(changeOf<R>(event)));
  return {
    stop: () => {
      stopped = true;
      unsubscribe();
    },
  };
}

function changeOf<R extends ResourceName>(event: StoreEvent): ObjectChange<StoredOf<R>> {
  if (event.type === 'MODIFIED') return { type: 'MODIFIED', object: typed(event.object), old: typed(event.old) };
  return { type: event.type, object: typed(event.object) };
}

function definitionOf(resource: ResourceName): AnyResourceDefinition {
  return findByPlural(resource);
}

/** The store knows objects by resource only; that they have the resource's type is what the API server sees to. */
function typed<R extends ResourceName>(object: Stored): StoredOf<R>;
function typed<R extends ResourceName>(object: Stored | undefined): StoredOf<R> | undefined;
function typed<R extends ResourceName>(object: Stored | undefined): StoredOf<R> | undefined {
  return object as StoredOf<R> | undefined;
}
