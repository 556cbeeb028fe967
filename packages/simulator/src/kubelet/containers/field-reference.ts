import { formatNanoTime, parseQuantity, quantityMillis, quantityUnits } from '@podlab/apimachinery';
import type { Container, ObjectFieldSelector, ResourceFieldSelector } from 'kubernetes-types/core/v1';
import type { StoredPod } from '../pod-types.ts';
import { configSeenAnnotation, configSourceAnnotation } from '../static-pods/static-pod.ts';

export interface PodFacts {
  readonly pod: StoredPod;
  readonly podIP: string | undefined;
  readonly hostIP: string;
  readonly nodeName: string;
  /** When the kubelet first saw the Pod. */
  readonly seenMs: number;
  /** Stands in for limits that are not set. */
  readonly allocatable: Readonly<Record<string, string>>;
}

/**
 * The value of a downward API field.
 * @throws Error for a path that is none
 * @see kubernetes v1.36 pkg/fieldpath/fieldpath.go ExtractFieldPathAsString
 */
export function fieldValue({ fieldPath }: ObjectFieldSelector, facts: PodFacts): string {
  const { pod } = facts;
  const subscript = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(fieldPath);
  if (subscript) {
    const values = subscript[1] === 'labels' ? pod.metadata.labels : annotationsOf(facts);
    return values?.[subscript[2] ?? ''] ?? '';
  }
  switch (fieldPath) {
    case 'metadata.name':
      return pod.metadata.name;
    case 'metadata.namespace':
      return pod.metadata.namespace ?? '';
    case 'metadata.uid':
      return pod.metadata.uid;
    case 'metadata.labels':
      return formatMap(pod.metadata.labels);
    case 'metadata.annotations':
      return formatMap(annotationsOf(facts));
    case 'spec.nodeName':
      return facts.nodeName;
    case 'spec.serviceAccountName':
      return pod.spec.serviceAccountName ?? '';
    case 'status.hostIP':
    case 'status.hostIPs':
      return facts.hostIP;
    case 'status.podIP':
    case 'status.podIPs':
      return facts.podIP ?? '';
    default:
      throw new Error(`unsupported fieldPath: ${fieldPath}`);
  }
}

/**
 * The container that a resource field names.
 * @throws Error when the Pod has none of that name
 * @see kubernetes v1.36 pkg/api/v1/resource/helpers.go findContainerInPod
 */
export function namedContainer({ spec }: StoredPod, containerName: string): Container {
  const found = [...spec.containers, ...(spec.initContainers ?? [])].find(({ name }) => name === containerName);
  if (!found) throw new Error(`container ${containerName} not found`);
  return found;
}

/**
 * The value of a resource field, in units of its divisor, rounded up.
 * @see kubernetes v1.36 pkg/api/v1/resource/helpers.go ExtractContainerResourceValue
 */
export function resourceValue(
  { resource, divisor }: ResourceFieldSelector,
  container: Container,
  facts: PodFacts,
): string {
  const [kind, name] = splitAt(resource, '.');
  const { limits, requests } = container.resources ?? {};
  const value = kind === 'limits' ? (limits?.[name] ?? facts.allocatable[name]) : (requests?.[name] ?? '0');
  const unit = divisor === undefined || divisor === '0' ? '1' : divisor;
  const quantity = parseQuantity(value ?? '0');
  if (name === 'cpu') return String(Math.ceil(quantityMillis(quantity) / quantityMillis(parseQuantity(unit))));
  return String(Math.ceil(quantityUnits(quantity) / quantityUnits(parseQuantity(unit))));
}

/** With what the kubelet itself notes. @see kubernetes v1.36 pkg/kubelet/config/config.go merge */
function annotationsOf({ pod, seenMs }: PodFacts): Readonly<Record<string, string>> {
  return {
    [configSeenAnnotation]: formatNanoTime(seenMs),
    [configSourceAnnotation]: 'api',
    ...pod.metadata.annotations,
  };
}

function splitAt(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return [text.slice(0, at), text.slice(at + 1)];
}

function formatMap(values: Readonly<Record<string, string>> = {}): string {
  return Object.keys(values)
    .sort()
    .map((key) => `${key}=${JSON.stringify(values[key])}`)
    .join('\n');
}
