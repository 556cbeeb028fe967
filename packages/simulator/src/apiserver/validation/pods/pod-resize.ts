import { deepEqual, fieldErrors, type FieldError, type Stored } from '@podlab/apimachinery';
import type { Container, Pod, PodSpec, ResourceRequirements } from 'kubernetes-types/core/v1';
import { qosClassOf } from '../../defaults/qos-class.ts';
import { validatePodSpec } from './pod-spec.ts';

type ResizableSpec = PodSpec & { resources?: ResourceRequirements };

const lists = ['containers', 'initContainers'] as const;
const resizable = ['cpu', 'memory'] as const;

/**
 * The spec that a resize asks for: of what it says, resources and resize policies count, everything else stays as it
 * was. Containers that were added, removed or renamed are left for the validation to refuse.
 * @see pkg/registry/core/pod/strategy.go `dropNonResizeUpdates` (v1.36)
 */
export function resizedSpec(wanted: ResizableSpec, old: ResizableSpec): ResizableSpec {
  const isSameList = (list: (typeof lists)[number]) => wanted[list]?.length === old[list]?.length;
  if (!lists.every(isSameList)) return wanted;
  const merge = (containers: readonly Container[], before: readonly Container[]): Container[] => {
    if (containers.some(({ name }, index) => name !== before[index]?.name)) return [...containers];
    return before.map((container, index) => {
      const kept = { ...container };
      delete kept.resources;
      delete kept.resizePolicy;
      const { resources, resizePolicy } = containers[index] as Container;
      return { ...kept, ...(resources && { resources }), ...(resizePolicy && { resizePolicy }) };
    });
  };
  const { resources: _, ...rest } = old;
  return {
    ...rest,
    containers: merge(wanted.containers, old.containers),
    ...(old.initContainers && { initContainers: merge(wanted.initContainers ?? [], old.initContainers) }),
    ...(wanted.resources && { resources: wanted.resources }),
  };
}

/**
 * Faults of a change by the `resize` sub-resource.
 * @see pkg/apis/core/validation/validation.go `ValidatePodResize` (v1.36)
 */
export function validatePodResize({ metadata, spec }: Pod, { spec: old }: Stored<Pod>): FieldError[] {
  if (!spec || !old) return [];
  if (metadata?.annotations?.['kubernetes.io/config.mirror'] !== undefined) {
    return [fieldErrors.forbidden('', 'static pods cannot be resized')];
  }
  const faults = validatePodSpec(spec, 'spec');
  if (qosClassOf(old) !== qosClassOf(spec)) {
    faults.push(fieldErrors.invalid('spec', qosClassOf(old), 'Pod QOS Class may not change as a result of resizing'));
  }
  const order = lists.flatMap((list) => orderFaults(spec[list] ?? [], old[list] ?? [], list));
  if (order.length > 0) return [...faults, ...order];
  const removed = (['initContainers', 'containers'] as const).flatMap((list) =>
    (old[list] ?? []).flatMap((before, index) => removalFaults(spec[list]?.[index], before, `spec.${list}[${index}]`)),
  );
  const changed = lists.flatMap((list) =>
    (old[list] ?? []).flatMap((before, index) => changeFaults(spec[list]?.[index], before, list, index)),
  );
  return [...faults, ...removed, ...changed];
}

function orderFaults(containers: readonly Container[], old: readonly Container[], list: string): FieldError[] {
  if (containers.length !== old.length) {
    return [fieldErrors.forbidden(`spec.${list}`, `${list} may not be added or removed on resize`)];
  }
  return old.flatMap(({ name }, index) =>
    containers[index]?.name === name
      ? []
      : [fieldErrors.forbidden(`spec.${list}[${index}].name`, `${list} may not be renamed or reordered on resize`)],
  );
}

function removalFaults(container: Container | undefined, before: Container, path: string): FieldError[] {
  return (['requests', 'limits'] as const)
    .filter((kind) =>
      Object.keys(before.resources?.[kind] ?? {}).some((name) => container?.resources?.[kind]?.[name] === undefined),
    )
    .map((kind) => fieldErrors.forbidden(`${path}.resources.${kind}`, `resource ${kind} cannot be removed`));
}

function changeFaults(
  container: Container | undefined,
  before: Container,
  list: (typeof lists)[number],
  index: number,
): FieldError[] {
  if (container && deepEqual(withoutResizable(container), withoutResizable(before))) return [];
  const message = 'only cpu and memory resources are mutable';
  const init = 'only cpu and memory resources for init or sidecar containers are mutable';
  return [
    list === 'containers'
      ? fieldErrors.forbidden('spec', message)
      : fieldErrors.forbidden(`spec.${list}[${index}]`, init),
  ];
}

function withoutResizable({ resources = {}, ...rest }: Container): unknown {
  const others = (amounts: Readonly<Record<string, string>> = {}) =>
    Object.fromEntries(Object.entries(amounts).filter(([name]) => !resizable.some((other) => other === name)));
  const { limits, requests, claims } = resources;
  return { ...rest, resources: { limits: others(limits), requests: others(requests), claims } };
}
