import { parseQuantity, QuantityError, compareQuantities } from '@podlab/apimachinery';
import { oomScoreAdjustment, qosClassOf, type QosClass } from '@podlab/simulator/decisions';
import type { Container, Pod, PodSpec } from 'kubernetes-types/core/v1';

/** What a reader typed for a container; an empty text is nothing asked. */
export interface QosContainer {
  readonly name: string;
  readonly cpuRequest: string;
  readonly cpuLimit: string;
  readonly memoryRequest: string;
  readonly memoryLimit: string;
}

export interface QosAnswer {
  readonly qosClass: QosClass;
  /** Why it is this class and not another. */
  readonly because: string;
  /** What the API server filled in. */
  readonly filledIn: readonly string[];
  /** Per container, in order: from -997, killed last, to 1000, killed first. */
  readonly oomScores: readonly number[];
}

export type QosField = 'cpuRequest' | 'cpuLimit' | 'memoryRequest' | 'memoryLimit';

/** What is wrong with a quantity; undefined: nothing. */
export function quantityFault(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  try {
    const quantity = parseQuantity(text.trim());
    return compareQuantities(quantity, parseQuantity('0')) < 0 ? `${text} is negative` : undefined;
  } catch (error) {
    if (error instanceof QuantityError) return `${text} is no quantity: write 250m or 64Mi`;
    throw error;
  }
}

/** Whether the limit is smaller than the request, which the API server refuses. */
export function requestFault(request: string, limit: string): string | undefined {
  if (request.trim() === '' || limit.trim() === '') return undefined;
  if (quantityFault(request) !== undefined || quantityFault(limit) !== undefined) return undefined;
  return compareQuantities(parseQuantity(request.trim()), parseQuantity(limit.trim())) > 0
    ? 'the request must be less than or equal to the limit'
    : undefined;
}

/**
 * The class and its reason, for quantities without fault.
 * @param nodeMemoryBytes of the node on which the Pod runs
 */
export function explainQos(containers: readonly QosContainer[], nodeMemoryBytes: number): QosAnswer {
  const spec: PodSpec = { containers: containers.map(completed) };
  const qosClass = qosClassOf(spec);
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'pod', uid: '', resourceVersion: '', creationTimestamp: '' },
    spec,
    status: { qosClass } satisfies Pod['status'],
  };
  return {
    qosClass,
    because: becauseOf(qosClass, containers),
    filledIn: containers.flatMap(filledIn),
    oomScores: spec.containers.map((container) => oomScoreAdjustment(pod, container, nodeMemoryBytes)),
  };
}

const pairs = [
  ['cpu', 'cpuRequest', 'cpuLimit'],
  ['memory', 'memoryRequest', 'memoryLimit'],
] as const;

/** As the API server completes it: a limit without a request is the request too. */
function completed(container: QosContainer): Container {
  const requests: Record<string, string> = {};
  const limits: Record<string, string> = {};
  for (const [name, request, limit] of pairs) {
    const asked = container[request].trim() || container[limit].trim();
    if (asked !== '') requests[name] = asked;
    if (container[limit].trim() !== '') limits[name] = container[limit].trim();
  }
  return { name: container.name, resources: { requests, limits } };
}

function filledIn(container: QosContainer): string[] {
  return pairs.flatMap(([name, request, limit]) =>
    container[request].trim() === '' && container[limit].trim() !== ''
      ? [
          `${container.name} has a limit of ${name} and no request: the API server sets the request to ${container[limit].trim()}`,
        ]
      : [],
  );
}

function becauseOf(qosClass: QosClass, containers: readonly QosContainer[]): string {
  if (qosClass === 'BestEffort') return 'No container asks for cpu or memory.';
  if (qosClass === 'Guaranteed')
    return 'Every container has limits of cpu and memory, and requests as large as they are.';
  for (const container of containers) {
    for (const [name, request, limit] of pairs) {
      if (isNothing(container[limit])) return `${container.name} has no limit of ${name}.`;
      const asked = container[request].trim();
      if (asked !== '' && compareQuantities(parseQuantity(asked), parseQuantity(container[limit].trim())) !== 0) {
        return `${container.name} requests ${asked} of ${name} and may use up to ${container[limit].trim()}.`;
      }
    }
  }
  return 'Something is asked for, and not all of it is guaranteed.';
}

function isNothing(text: string): boolean {
  return text.trim() === '' || compareQuantities(parseQuantity(text.trim()), parseQuantity('0')) === 0;
}
