import type { AnyResourceDefinition } from '../registry/definition.ts';
import { events } from '../registry/kinds/configuration.ts';
import { horizontalpodautoscalers } from '../registry/kinds/autoscaling.ts';

/** A resource that is served in this group and version, and stored in another one. */
export interface OtherVersion {
  /** As discovery lists it. */
  readonly definition: AnyResourceDefinition;
  /** Where the API has what is stored of it, such as `/apis/autoscaling/v2`. */
  readonly storedAt: string;
}

/** What clients may read and write in another version than the one that is stored. */
export const otherVersions: readonly OtherVersion[] = [
  { definition: { ...horizontalpodautoscalers, version: 'v1' }, storedAt: '/apis/autoscaling/v2' },
  { definition: { ...events, group: 'events.k8s.io' }, storedAt: '/api/v1' },
];
