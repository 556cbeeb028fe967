import { applyMergePatch, type KubeObject, type Stored } from '@podlab/apimachinery';
import type { LocalApi, LocalDeleteOptions, ObjectChange, ResourceName, StoredOf } from '../local-api.ts';
import type { AnyResourceDefinition } from '../registry/definition.ts';
import { findByPlural } from '../registry/resources.ts';
import { bindPod } from '../writes/bind-pod.ts';
import { createObject } from '../writes/create-object.ts';
import { deleteObject } from '../writes/delete-object.ts';
import { finalizeNamespace } from '../writes/finalize-namespace.ts';
import { updateObject } from '../writes/update-object.ts';
import { storeKey, type WriteContext, type WriteRequestOptions } from '../writes/write-context.ts';
import { WatchHub } from './watch-hub.ts';
import { WriterNotes } from './writer-notes.ts';

const fewChanges = 16;

/** The API server's rules for callers inside the cluster: no HTTP, no serialisation, no waiting. */
export function createLocalApi(context: WriteContext): LocalApi {
  const { store, timers } = context;
  const hubs = new Map<string, WatchHub>();
  const notes = new WriterNotes(context);
  const hubOf = (resource: ResourceName, delayMs: number) => {
    const key = `${resource} ${delayMs}`;
    const hub = hubs.get(key) ?? new WatchHub(store, timers, { resource, delayMs });
    hubs.set(key, hub);
    return hub;
  };
  return {
    get: (resource, namespace, name) => typed(store.get(resource, storeKey(definitionOf(resource), namespace, name))),
    list: (resource, namespace) => store.list(resource, namespace) as readonly StoredOf<typeof resource>[],
    listOwnedBy: (resource, ownerUid) =>
      store.byIndex(resource, 'controller', ownerUid) as readonly StoredOf<typeof resource>[],
    changesSince: (resource, since, atMost) => ({
      revision: store.revision,
      changes:
        since === undefined
          ? undefined
          : (store.eventsSince(resource, since, Math.max(fewChanges, atMost ?? 0)) as
              | readonly ObjectChange<StoredOf<typeof resource>>[]
              | undefined),
    }),
    listPodsOnNode: (nodeName) => store.byIndex('pods', 'node', nodeName),
    create: (resource, object, options) => {
      const definition = definitionOf(resource);
      const input = object as KubeObject;
      const namespace = definition.namespaced ? (input.metadata?.namespace ?? 'default') : undefined;
      const given = { manage: notes.of(definition, options).manage, isGivenAway: options?.isGivenAway ?? false };
      return typed(createObject(context, definition, namespace, input, given));
    },
    update: (resource, object, options) =>
      update(context, resource, object as Stored, notes.of(definitionOf(resource), options)),
    updateStatus: (resource, object, options) =>
      update(context, resource, object as Stored, notes.of(definitionOf(resource), options, 'status'), 'status'),
    mergePatch: (resource, namespace, name, patch, options) =>
      typed(
        updateObject(context, definitionOf(resource), {
          namespace,
          name,
          change: (existing) => applyMergePatch(existing, patch) as KubeObject,
          ...notes.of(definitionOf(resource), options),
        }),
      ),
    delete: (resource, namespace, name, options) => remove(context, resource, namespace, name, options),
    bindPod: (namespace, name, nodeName) => {
      bindPod(context, { namespace, name, nodeName });
    },
    finalizeNamespace: (name) => {
      finalizeNamespace(context, name, []);
    },
    watch: (resource, handler, delayMs = 1) => {
      let isStopped = false;
      for (const object of store.list(resource)) {
        timers.schedule(delayMs, () => {
          if (!isStopped) handler({ type: 'ADDED', object: typed(object) });
        });
      }
      const leave = hubOf(resource, delayMs).add((event) =>
        handler(event as unknown as ObjectChange<StoredOf<typeof resource>>),
      );
      return {
        stop: () => {
          isStopped = true;
          leave();
        },
      };
    },
  };
}

function update<R extends ResourceName>(
  context: WriteContext,
  resource: R,
  object: Stored,
  { manage }: WriteRequestOptions,
  subresource?: 'status',
): StoredOf<R> {
  const { namespace, name } = object.metadata;
  return typed(
    updateObject(context, definitionOf(resource), { namespace, name, change: () => object, manage, subresource }),
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

function definitionOf(resource: ResourceName): AnyResourceDefinition {
  return findByPlural(resource);
}

/** The store knows objects by resource only; that they have the resource's type is what the API server sees to. */
function typed<R extends ResourceName>(object: Stored): StoredOf<R>;
function typed<R extends ResourceName>(object: Stored | undefined): StoredOf<R> | undefined;
function typed<R extends ResourceName>(object: Stored | undefined): StoredOf<R> | undefined {
  return object as StoredOf<R> | undefined;
}
