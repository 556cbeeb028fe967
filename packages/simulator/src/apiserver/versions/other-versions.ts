import type { AnyResourceDefinition } from '../registry/definition.ts';
import { horizontalpodautoscalers } from '../registry/kinds/autoscaling.ts';

/** A version of a resource that is served, and stored as another one. */
export interface OtherVersion {
  /** As discovery lists it. */
  readonly definition: AnyResourceDefinition;
  /** Under which it is stored. */
  readonly storedVersion: string;
}

/** What clients may read and write in another version than the one that is stored. */
export const otherVersions: readonly OtherVersion[] = [
  { definition: { ...horizontalpodautoscalers, version: 'v1' }, storedVersion: 'v2' },
];
