import { parseQuantity, quantityMillis, quantityUnits, statuses, type Stored } from '@podlab/apimachinery';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { podRequests } from '../../../scheduler/resources.ts';
import type { AdmissionContext } from '../../admission/admission-context.ts';
import type { ApiRequest, ApiResponse } from '../../exchange.ts';
import { pods } from '../../registry/kinds/pods.ts';
import { resizedSpec, validatePodResize } from '../../validation/pods/pod-resize.ts';
import type { HttpContext } from '../http-context.ts';
import { getObject } from '../verbs/read-objects.ts';
import { type NamedTarget, patchObject, putObject } from '../verbs/write-objects.ts';

/** The Pod resource as its `resize` sub-resource changes it: resources of containers, nothing else. */
const resizedPods: typeof pods = {
  ...pods,
  limitsChanges: true,
  prepareUpdate: (draft, existing, context) => {
    const [pod, old] = [draft as Pod, existing as Stored<Pod>];
    if (!pod.spec || !old.spec) return;
    Object.assign(pod, { metadata: { ...old.metadata }, spec: resizedSpec(pod.spec, old.spec) });
    checkAllocatable(pod, old, context);
  },
  validateUpdate: (pod, old) => validatePodResize(pod as Pod, old),
};

/** GET, PUT and PATCH of a Pod's `resize`. @throws StatusError */
export function handleResize(
  context: HttpContext,
  target: NamedTarget,
  request: ApiRequest,
  query: URLSearchParams,
): ApiResponse {
  if (request.method === 'GET') return getObject(context, target, request, query);
  const resized = { ...target, definition: resizedPods };
  return request.method === 'PUT'
    ? putObject(context, resized, request, query)
    : patchObject(context, resized, request, query);
}

/**
 * More than the whole node has is refused at once.
 * @throws StatusError 403
 * @see plugin/pkg/admission/podresize/admission.go (v1.36)
 */
function checkAllocatable(pod: Pod, old: Stored<Pod>, context: AdmissionContext): void {
  const nodeName = old.spec?.nodeName;
  if (!nodeName) return;
  const forbid = (message: string) => statuses.forbidden({ group: '', resource: 'pods' }, old.metadata.name, message);
  const node = context.store.get('nodes', nodeName) as Stored<Node> | undefined;
  if (!node) throw forbid(`node ${JSON.stringify(nodeName)} not found`);
  const requests = podRequests(pod.spec);
  const { cpu = '0', memory = '0' } = node.status?.allocatable ?? {};
  const faults = [
    ['cpu', requests.cpu ?? 0, quantityMillis(parseQuantity(cpu))] as const,
    ['memory', requests.memory ?? 0, quantityUnits(parseQuantity(memory))] as const,
  ]
    .filter(([, requested, allocatable]) => requested > allocatable)
    .map(([name, requested, allocatable]) => `${name}, requested: ${requested}, allocatable: ${allocatable}`);
  if (faults.length > 0) throw forbid(`node didn't have enough allocatable resources: ${faults.join('; ')}`);
}
