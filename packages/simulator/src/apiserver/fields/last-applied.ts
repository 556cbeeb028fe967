import { goEscaped, isMap, type KubeObject, sortKeys } from '@podlab/apimachinery';
import { changedFields } from './changed-fields.ts';
import { difference, noFields, type FieldSet } from './field-set.ts';
import { fieldsOf } from './fields-of.ts';

/** Where `kubectl apply` keeps what was applied. */
export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * The fields that a client-side apply has set and nobody has changed since. A server-side apply of kubectl's may take
 * them over without a conflict.
 * @see k8s.io/apimachinery/pkg/util/managedfields/internal/lastappliedmanager.go (v1.36)
 */
export function fieldsOfLastApplied(type: string, apiVersion: string, live: KubeObject): FieldSet {
  const text = live.metadata?.annotations?.[lastAppliedAnnotation];
  const applied = text ? readMap(text) : undefined;
  if (applied?.['apiVersion'] !== apiVersion) return noFields;
  const { written, removed } = changedFields(type, applied, live);
  return difference(difference(fieldsOf(type, applied), written), removed);
}

/**
 * The object with the annotation, if it has one, brought up to date with what kubectl applies in the server.
 * @param configuration as it was sent
 * @see k8s.io/apimachinery/pkg/util/managedfields/internal/lastappliedupdater.go (v1.36)
 */
export function withNewLastApplied(object: KubeObject, configuration: Record<string, unknown>): KubeObject {
  if (!object.metadata?.annotations?.[lastAppliedAnnotation]) return object;
  const text = `${goEscaped(JSON.stringify(sortKeys(withoutAnnotation(configuration))))}\n`;
  const annotations = { ...object.metadata.annotations, [lastAppliedAnnotation]: text };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function withoutAnnotation(configuration: Record<string, unknown>): Record<string, unknown> {
  const { metadata } = configuration;
  const annotations = isMap(metadata) ? metadata['annotations'] : undefined;
  if (!isMap(metadata) || !isMap(annotations)) return configuration;
  const { [lastAppliedAnnotation]: _old, ...others } = annotations;
  return { ...configuration, metadata: { ...metadata, annotations: others } };
}

function readMap(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isMap(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
