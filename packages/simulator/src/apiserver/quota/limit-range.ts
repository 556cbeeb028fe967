import { compareQuantities, formatQuantity, parseQuantity, type Quantity } from '@podlab/apimachinery';
import type { Container, LimitRange, LimitRangeItem, PersistentVolumeClaim, Pod } from 'kubernetes-types/core/v1';
import { type Amounts, parseAmounts } from './amounts.ts';
import { podAmounts } from './pod-amounts.ts';

const annotation = 'kubernetes.io/limit-ranger';

/**
 * Gives the containers of a Pod what a LimitRange has as defaults, and says so in an annotation. Changes the draft.
 * @see plugin/pkg/admission/limitranger/admission.go (v1.36)
 */
export function applyDefaultLimits(pod: Pod, { spec }: LimitRange): void {
  const items = spec?.limits.filter(({ type }) => type === 'Container') ?? [];
  const limits = Object.assign({}, ...items.map((item) => item.default)) as Record<string, string>;
  const requests = Object.assign({}, ...items.map((item) => item.defaultRequest)) as Record<string, string>;
  const notes = [
    ...(pod.spec?.containers ?? []).flatMap((container) =>
      mergeResources(container, 'container', { requests, limits }),
    ),
    ...(pod.spec?.initContainers ?? []).flatMap((container) =>
      mergeResources(container, 'init container', { requests, limits }),
    ),
  ];
  if (notes.length === 0) return;
  pod.metadata ??= {};
  pod.metadata.annotations = {
    ...pod.metadata.annotations,
    [annotation]: `LimitRanger plugin set: ${notes.join('; ')}`,
  };
}

function mergeResources(
  container: Container,
  what: string,
  defaults: Readonly<Record<'limits' | 'requests', Readonly<Record<string, string>>>>,
): string[] {
  const notes: string[] = [];
  for (const field of ['requests', 'limits'] as const) {
    const present = container.resources?.[field] ?? {};
    const added = Object.keys(defaults[field]).filter((name) => present[name] === undefined);
    if (added.length === 0) continue;
    const amounts = Object.fromEntries(added.map((name) => [name, defaults[field][name] ?? '0']));
    container.resources = { ...container.resources, [field]: { ...present, ...amounts } };
    notes.push(`${added.sort().join(', ')} ${field.slice(0, -1)} for ${what} ${container.name}`);
  }
  return notes;
}

/** What a LimitRange has against a Pod, in the order of its items. */
export function podLimitFaults(pod: Pod, { spec }: LimitRange): string[] {
  const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])];
  return (spec?.limits ?? []).flatMap((item) => {
    if (item.type === 'Pod') {
      return itemFaults(item, { requests: podAmounts(pod, 'requests'), limits: podAmounts(pod, 'limits') });
    }
    if (item.type !== 'Container') return [];
    return containers.flatMap(({ resources }) =>
      itemFaults(item, { requests: parseAmounts(resources?.requests), limits: parseAmounts(resources?.limits) }),
    );
  });
}

/** What a LimitRange has against a claim: only what it requests counts. */
export function claimLimitFaults(claim: PersistentVolumeClaim, { spec }: LimitRange): string[] {
  const requests = parseAmounts(claim.spec?.resources?.requests);
  return (spec?.limits ?? [])
    .filter(({ type }) => type === 'PersistentVolumeClaim')
    .flatMap((item) => [
      ...each(item.min, (name, min) => minFault(item.type, name, min, { requests, limits: {} })),
      ...each(item.max, (name, max) => maxRequestFault(item.type, name, max, requests)),
    ]);
}

interface Resources {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

function itemFaults({ type, min, max, maxLimitRequestRatio }: LimitRangeItem, resources: Resources): string[] {
  return [
    ...each(min, (name, amount) => minFault(type, name, amount, resources)),
    ...each(max, (name, amount) => maxFault(type, name, amount, resources)),
    ...each(maxLimitRequestRatio, (name, ratio) => ratioFault(type, name, ratio, resources)),
  ];
}

function each(
  amounts: Readonly<Record<string, string>> | undefined,
  faultOf: (name: string, amount: Quantity) => string | undefined,
): string[] {
  return Object.entries(amounts ?? {}).flatMap(([name, amount]) => faultOf(name, parseQuantity(amount)) ?? []);
}

function minFault(type: string, name: string, min: Quantity, { requests, limits }: Resources): string | undefined {
  const rule = `minimum ${name} usage per ${type} is ${formatQuantity(min)}`;
  const [request, limit] = [requests[name], limits[name]];
  if (!request) return `${rule}.  No request is specified`;
  if (compareQuantities(request, min) < 0) return `${rule}, but request is ${formatQuantity(request)}`;
  if (limit && compareQuantities(limit, min) < 0) return `${rule}, but limit is ${formatQuantity(limit)}`;
  return undefined;
}

function maxFault(type: string, name: string, max: Quantity, { requests, limits }: Resources): string | undefined {
  const rule = `maximum ${name} usage per ${type} is ${formatQuantity(max)}`;
  const [request, limit] = [requests[name], limits[name]];
  if (!limit) return `${rule}.  No limit is specified`;
  if (compareQuantities(limit, max) > 0) return `${rule}, but limit is ${formatQuantity(limit)}`;
  if (request && compareQuantities(request, max) > 0) return `${rule}, but request is ${formatQuantity(request)}`;
  return undefined;
}

function maxRequestFault(type: string, name: string, max: Quantity, requests: Amounts): string | undefined {
  const rule = `maximum ${name} usage per ${type} is ${formatQuantity(max)}`;
  const request = requests[name];
  if (!request) return `${rule}.  No request is specified`;
  return compareQuantities(request, max) > 0 ? `${rule}, but request is ${formatQuantity(request)}` : undefined;
}

function ratioFault(type: string, name: string, max: Quantity, { requests, limits }: Resources): string | undefined {
  const rule = `${name} max limit to request ratio per ${type} is ${formatQuantity(max)}`;
  const [request, limit] = [requests[name], limits[name]];
  if (!request?.nanos) return `${rule}, but no request is specified or request is 0`;
  if (!limit?.nanos) return `${rule}, but no limit is specified or limit is 0`;
  const ratio = Number(limit.nanos) / Number(request.nanos);
  return ratio * 1e9 > Number(max.nanos) ? `${rule}, but provided ratio is ${ratio.toFixed(6)}` : undefined;
}
