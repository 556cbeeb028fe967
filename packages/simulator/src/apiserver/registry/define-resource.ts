import { dnsSubdomainFaults, type Stored } from '@podlab/apimachinery';
import type { AnyResourceDefinition, ResourceDefinition, ResourceInput, SubresourceDefinition } from './definition.ts';

/**
 * Completes a resource's definition with what most resources share: namespaced, no status, no generation, names that
 * are DNS subdomains, background deletion answered with a Status, an age column only.
 */
export function defineResource<T>(input: ResourceInput<T>): AnyResourceDefinition {
  const group = input.group ?? '';
  const definition: ResourceDefinition<T> = {
    singular: input.kind.toLowerCase(),
    shortNames: [],
    categories: [],
    namespaced: true,
    hasStatus: false,
    hasGeneration: false,
    defaultPropagation: 'Background',
    returnsDeleted: false,
    nameFaults: dnsSubdomainFaults,
    applyDefaults: () => {},
    prepareCreate: () => {},
    prepareUpdate: () => {},
    validateCreate: () => [],
    validateUpdate: () => [],
    validateStatusUpdate: () => [],
    isNewGeneration: (object, old) => (object as { spec?: unknown }).spec !== (old as { spec?: unknown }).spec,
    selectableFields: {},
    ...input,
    group,
    subresources: [
      ...(input.hasStatus ? [{ name: 'status', kind: input.kind, verbs: ['get', 'patch', 'update'] as const }] : []),
      ...(input.subresources ?? []),
    ],
  };
  return definition as unknown as AnyResourceDefinition;
}

/** Whether a write made an object or changed what it is to be. */
export function isNextGeneration(object: Stored<object>, old: Stored<object> | undefined): boolean {
  return object.metadata.generation !== old?.metadata.generation;
}

/** The `scale` sub-resource of things with replicas. */
export const scaleSubresource: SubresourceDefinition = {
  name: 'scale',
  kind: 'Scale',
  group: 'autoscaling',
  version: 'v1',
  verbs: ['get', 'patch', 'update'],
};
