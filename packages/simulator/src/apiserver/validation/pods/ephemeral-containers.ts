import { deepEqual, type FieldError, fieldErrors } from '@podlab/apimachinery';
import type { EphemeralContainer, PodSpec } from 'kubernetes-types/core/v1';
import { internalJson } from '../json/internal-json.ts';
import { unifiedDiff } from '../json/unified-diff.ts';

const path = 'spec.ephemeralContainers';

/**
 * What is wrong with the ephemeral containers that a Pod is to have: none may go or change, and each new one needs a
 * name of its own, an image, and, if it names one, a target that is there.
 * @param spec of the Pod as it is
 * @see pkg/apis/core/validation/validation.go `ValidatePodEphemeralContainersUpdate` (v1.36)
 */
export function ephemeralContainerFaults(
  spec: Pick<PodSpec, 'initContainers' | 'ephemeralContainers'> & Partial<Pick<PodSpec, 'containers'>>,
  wanted: readonly EphemeralContainer[],
): FieldError[] {
  const lasting = [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ name }) => name);
  return [
    ...(spec.ephemeralContainers ?? []).flatMap((before) => changeFaults(before, wanted)),
    ...wanted.flatMap((container, index) => additionFaults(container, index, { lasting, wanted })),
  ];
}

function changeFaults(before: EphemeralContainer, wanted: readonly EphemeralContainer[]): FieldError[] {
  const after = wanted.find(({ name }) => name === before.name);
  if (after && deepEqual(before, after)) return [];
  const which = `existing ephemeral containers ${JSON.stringify(before.name)}`;
  if (!after) return [fieldErrors.forbidden(path, `${which} may not be removed\n`)];
  const print = (container: EphemeralContainer) => internalJson('EphemeralContainer', { ...container });
  return [fieldErrors.forbidden(path, `${which} may not be changed\n${unifiedDiff(print(before), print(after))}`)];
}

function additionFaults(
  { name, image, targetContainerName }: EphemeralContainer,
  index: number,
  { lasting, wanted }: { readonly lasting: readonly string[]; readonly wanted: readonly EphemeralContainer[] },
): FieldError[] {
  const field = `${path}[${index}]`;
  const isRepeated = lasting.includes(name) || wanted.findIndex((other) => other.name === name) < index;
  const isLost = Boolean(targetContainerName) && !lasting.includes(targetContainerName ?? '');
  return [
    ...(name ? [] : [fieldErrors.required(`${field}.name`)]),
    ...(image ? [] : [fieldErrors.required(`${field}.image`)]),
    ...(isRepeated ? [fieldErrors.duplicate(`${field}.name`, name)] : []),
    ...(isLost ? [fieldErrors.notFound(`${field}.targetContainerName`, targetContainerName)] : []),
  ];
}
