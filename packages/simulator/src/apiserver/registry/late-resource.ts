import { defineResource } from './define-resource.ts';
import type { AnyResourceDefinition, ResourceDefinition, ResourceInput } from './definition.ts';

/** What a write of a resource needs and nothing else does. */
export type ResourceRules<T> = Partial<
  Pick<
    ResourceDefinition<T>,
    | 'applyDefaults'
    | 'prepareCreate'
    | 'prepareUpdate'
    | 'validateCreate'
    | 'validateUpdate'
    | 'validateStatusUpdate'
    | 'warnings'
  >
>;

/**
 * A resource whose rules may be loaded later than itself.
 * @param rules asked for at each write: by then they are loaded
 */
export function lateResource<T>(
  input: Omit<ResourceInput<T>, keyof ResourceRules<T>>,
  rules: () => ResourceRules<T>,
): AnyResourceDefinition {
  return defineResource<T>({
    hasLateRules: true,
    ...(input as ResourceInput<T>),
    applyDefaults: (draft) => rules().applyDefaults?.(draft),
    prepareCreate: (draft, context) => rules().prepareCreate?.(draft, context),
    prepareUpdate: (draft, old, context) => rules().prepareUpdate?.(draft, old, context),
    validateCreate: (object) => rules().validateCreate?.(object) ?? [],
    validateUpdate: (object, old) => rules().validateUpdate?.(object, old) ?? [],
    validateStatusUpdate: (object, old) => rules().validateStatusUpdate?.(object, old) ?? [],
    warnings: (object, old) => rules().warnings?.(object, old) ?? [],
  });
}
