import type { AnyResourceDefinition } from '../registry/definition.ts';

/** What becomes of the dependents of a deleted object. */
export type PropagationPolicy = 'Background' | 'Foreground' | 'Orphan';

const orphan = 'orphan';
const foreground = 'foregroundDeletion';

/**
 * The finalizers of an object after a request to delete it: the garbage collector's two say how it has to go on.
 * @see k8s.io/apiserver/pkg/registry/generic/registry/store.go `deletionFinalizersForGarbageCollection` (v1.36)
 */
export function finalizersFor(
  definition: AnyResourceDefinition,
  finalizers: readonly string[],
  policy: PropagationPolicy | undefined,
): readonly string[] {
  const shouldOrphan =
    policy === 'Orphan' ||
    (policy === undefined &&
      (finalizers.includes(orphan) ||
        (definition.defaultPropagation === 'Orphan' && !finalizers.includes(foreground))));
  const isForeground = policy === 'Foreground' || (policy === undefined && finalizers.includes(foreground));
  const others = finalizers.filter((finalizer) => finalizer !== orphan && finalizer !== foreground);
  return [...others, ...(shouldOrphan ? [orphan] : []), ...(isForeground ? [foreground] : [])];
}
