import { type KubeObject, statuses } from '@podlab/apimachinery';
import type { Event } from 'kubernetes-types/core/v1';
import { validateEvent } from '../../validation/policies/event.ts';

/** @param namespace of the request @throws StatusError 422 for an Event that may not be written so */
export function checkEvent(object: KubeObject, namespace: string | undefined, isNewApi: boolean): void {
  const event = { involvedObject: {}, ...object, metadata: { ...object.metadata, namespace } } as Event;
  const faults = validateEvent(event, isNewApi);
  if (faults.length > 0) throw statuses.invalid({ group: '', kind: 'Event' }, event.metadata.name ?? '', faults);
}
