import type { Stored } from '@podlab/apimachinery';
import type { OwnerReference } from 'kubernetes-types/meta/v1';
import { foregroundFinalizer, orphanFinalizer } from './owner-graph.ts';

/** What became of an owner. */
export type OwnerState = 'there' | 'gone' | 'waitsForDependents';

/** What the collector does about an object. */
export type CollectionPlan =
  | { readonly action: 'none' }
  /** Some owner wants it: the references to the others are taken off. */
  | { readonly action: 'dropReferences'; readonly uids: readonly string[] }
  | { readonly action: 'delete'; readonly propagationPolicy: 'Background' | 'Foreground' | 'Orphan' };

/**
 * Decides about an object with owners: one that any owner still wants stays; one whose owners are all gone goes; one
 * whose owner waits for its dependents goes too, after its own.
 * @param options.ownerState looks an owner up
 * @see pkg/controller/garbagecollector/garbagecollector.go attemptToDeleteItem
 */
export function planCollection(
  object: Pick<Stored, 'metadata'>,
  options: { readonly ownerState: (owner: OwnerReference) => OwnerState; readonly hasDependents: boolean },
): CollectionPlan {
  const { ownerReferences: owners = [], finalizers = [], deletionTimestamp } = object.metadata;
  if (deletionTimestamp !== undefined || owners.length === 0) return { action: 'none' };
  const states = owners.map((owner) => ({ uid: owner.uid, state: options.ownerState(owner) }));
  const superfluous = states.filter(({ state }) => state !== 'there').map(({ uid }) => uid);
  if (superfluous.length < owners.length) {
    return superfluous.length > 0 ? { action: 'dropReferences', uids: superfluous } : { action: 'none' };
  }
  const isAwaited = states.some(({ state }) => state === 'waitsForDependents');
  if (isAwaited && options.hasDependents) return { action: 'delete', propagationPolicy: 'Foreground' };
  if (finalizers.includes(orphanFinalizer)) return { action: 'delete', propagationPolicy: 'Orphan' };
  if (finalizers.includes(foregroundFinalizer)) return { action: 'delete', propagationPolicy: 'Foreground' };
  return { action: 'delete', propagationPolicy: 'Background' };
}
