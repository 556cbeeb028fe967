import { fieldErrors, type FieldError, labelKeyFaults, labelValueFaults, type Stored } from '@podlab/apimachinery';
import type { Node, Taint } from 'kubernetes-types/core/v1';
import { oneOf } from './numbers.ts';

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/**
 * Makes the range of addresses and the list of ranges agree: where both are given, the one counts. Changes the draft.
 * @see kubernetes v1.36 pkg/apis/core/v1/conversion.go Convert_v1_NodeSpec_To_core_NodeSpec
 */
export function agreeOnRanges({ spec }: Node): void {
  if (!spec) return;
  if (spec.podCIDR && spec.podCIDRs?.[0] !== spec.podCIDR) spec.podCIDRs = [spec.podCIDR];
  if (spec.podCIDRs?.[0] !== undefined) [spec.podCIDR] = spec.podCIDRs;
}

/** Faults of a node's taints. That they are of its metadata is what the API says. @see kubernetes v1.36 pkg/apis/core/validation/validation.go validateNodeTaints */
export function validateNode({ spec }: Node): FieldError[] {
  const taints = spec?.taints ?? [];
  return taints.flatMap((taint, index) => {
    const { key = '', value = '', effect = '' } = taint as Partial<Taint>;
    const path = `metadata.taints[${index}]`;
    const valueFault = labelValueFaults(value).join(';');
    const isRepeated = taints.slice(0, index).some((other) => other.key === key && other.effect === effect);
    return [
      ...fieldErrors.invalidEach(`${path}.key`, key, labelKeyFaults(key)),
      ...(valueFault ? [fieldErrors.invalid(`${path}.value`, value, valueFault)] : []),
      ...(effect === '' ? [fieldErrors.required(`${path}.effect`)] : oneOf(effect, effects, `${path}.effect`)),
      ...(isRepeated ? [repeatedTaint(path, taint)] : []),
    ];
  });
}

/** Faults of a change of a node: of what it is, its taints and whether it takes Pods may change. */
export function validateNodeUpdate(node: Node, old: Stored<Node>): FieldError[] {
  const { podCIDRs: before = [], providerID } = old.spec ?? {};
  const after = node.spec?.podCIDRs ?? [];
  const isMoved =
    before.length > 0 && (after.length !== before.length || before.some((range, at) => range !== after[at]));
  const faults = isMoved
    ? [fieldErrors.forbidden('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid')]
    : [];
  if (providerID && node.spec?.providerID !== providerID) {
    const detail = 'node updates may not change providerID except from "" to valid';
    faults.push(fieldErrors.forbidden('spec.providerID', detail));
  }
  return [...faults, ...validateNode(node)];
}

/** As Go prints the internal type. */
function repeatedTaint(path: string, { key, value = '', effect, timeAdded }: Taint): FieldError {
  const taint = { Key: key, Value: value, Effect: effect, TimeAdded: timeAdded ?? null };
  const fault = fieldErrors.duplicate(path, taint);
  return { ...fault, body: `${fault.body}: taints must be unique by key and effect pair` };
}
