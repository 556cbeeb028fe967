import type { KubeObject } from '@podlab/apimachinery';
import { fromAutoscalingV1, toAutoscalingV1 } from './autoscaling-v1.ts';
import { fromEventsV1, toEventsV1 } from './events-v1.ts';

type Convert = (object: KubeObject) => KubeObject;

/** Between what is stored and another version of it. */
export interface Conversion {
  readonly fromStored: Convert;
  readonly toStored: Convert;
  /** The stored name of a field that a selector names; undefined when it has none. Default: the same name. */
  readonly storedField?: (field: string) => string | undefined;
}

/** By API group. */
export const conversions: Readonly<Record<string, Conversion>> = {
  autoscaling: { fromStored: toAutoscalingV1, toStored: fromAutoscalingV1 },
  'events.k8s.io': { fromStored: toEventsV1, toStored: fromEventsV1, storedField: storedEventField },
};

/** @see pkg/apis/events/v1/conversion.go AddFieldLabelConversionsForEvent (v1.36) */
function storedEventField(field: string): string | undefined {
  if (['reason', 'type', 'metadata.name', 'metadata.namespace'].includes(field)) return field;
  if (field === 'reportingController') return 'reportingComponent';
  const [, part] = /^regarding\.(kind|namespace|name|uid|apiVersion|resourceVersion|fieldPath)$/.exec(field) ?? [];
  return part === undefined ? undefined : `involvedObject.${part}`;
}
