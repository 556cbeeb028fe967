import type { Stored } from '@podlab/apimachinery';
import type { ReplicaSet } from 'kubernetes-types/apps/v1';
import type { ReplicationController } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';

const views = new WeakMap<Stored<ReplicationController>, Stored<ReplicaSet>>();

/**
 * A ReplicationController in the shape of a ReplicaSet, which only writes its selector in another way. The same object
 * gives the same view.
 */
export function asReplicaSet(controller: Stored<ReplicationController>): Stored<ReplicaSet> {
  let view = views.get(controller);
  if (view === undefined) {
    const { spec } = controller;
    const selector = { matchLabels: spec?.selector ?? {} };
    view = { ...controller, ...(spec && { spec: { ...spec, selector } }) } as Stored<ReplicaSet>;
    views.set(controller, view);
  }
  return view;
}

/** The selector of anything with replicas, whichever way its kind writes it. */
export function replicaSelector(object: Stored): LabelSelector | undefined {
  const shaped = object.kind === 'ReplicationController' ? asReplicaSet(object) : object;
  return (shaped as { readonly spec?: { readonly selector?: LabelSelector } }).spec?.selector;
}
