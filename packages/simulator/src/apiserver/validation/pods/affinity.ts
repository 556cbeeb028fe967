import {
  dnsLabelFaults,
  dnsSubdomainFaults,
  fieldErrors,
  type FieldError,
  labelKeyFaults,
  labelValueFaults,
} from '@podlab/apimachinery';
import type {
  Affinity,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
} from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { operatorFaults, validateLabelSelector } from '../label-selector.ts';

const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';

/** @see pkg/apis/core/validation/validation.go `validateAffinity` (v1.36), as are the others here */
export function validateAffinity(affinity: Affinity | undefined, path: string): FieldError[] {
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity ?? {};
  return [
    ...(nodeAffinity?.[required]
      ? validateNodeSelector(nodeAffinity[required], `${path}.nodeAffinity.${required}`)
      : []),
    ...(nodeAffinity?.[preferred] ?? []).flatMap(({ weight, preference }, index) => {
      const at = `${path}.nodeAffinity.${preferred}[${index}]`;
      return [...weightFaults(weight, `${at}.weight`), ...termFaults(preference, `${at}.preference`, true)];
    }),
    ...podAffinityFaults(podAffinity, `${path}.podAffinity`),
    ...podAffinityFaults(podAntiAffinity, `${path}.podAntiAffinity`),
  ];
}

/** Faults of what a Pod or a volume needs of a node. */
export function validateNodeSelector({ nodeSelectorTerms = [] }: Partial<NodeSelector>, path: string): FieldError[] {
  const at = `${path}.nodeSelectorTerms`;
  if (nodeSelectorTerms.length === 0) return [fieldErrors.required(at, 'must have at least one node selector term')];
  return nodeSelectorTerms.flatMap((term, index) => termFaults(term, `${at}[${index}]`, false));
}

function weightFaults(weight: number | undefined, path: string): FieldError[] {
  if (weight !== undefined && weight >= 1 && weight <= 100) return [];
  return [fieldErrors.invalid(path, weight ?? 0, 'must be in the range 1-100')];
}

/** @param anyValue whether values need not be such as labels have */
function termFaults(term: NodeSelectorTerm | undefined, path: string, anyValue: boolean): FieldError[] {
  const { matchExpressions = [], matchFields = [] } = term ?? {};
  return [
    ...matchExpressions.flatMap((one, index) => labelFaults(one, `${path}.matchExpressions[${index}]`, anyValue)),
    ...matchFields.flatMap((one, index) => fieldFaults(one, `${path}.matchFields[${index}]`)),
  ];
}

function labelFaults(
  { key = '', operator = '', values = [] }: Partial<NodeSelectorRequirement>,
  path: string,
  anyValue: boolean,
) {
  const isComparison = operator === 'Gt' || operator === 'Lt';
  const comparison =
    values.length === 1
      ? []
      : [fieldErrors.required(`${path}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'")];
  return [
    ...(isComparison ? comparison : operatorFaults(operator, values, path)),
    ...fieldErrors.invalidEach(`${path}.key`, key, labelKeyFaults(key)),
    ...(anyValue
      ? []
      : values.flatMap((value, index) =>
          fieldErrors.invalidEach(`${path}.values[${index}]`, value, labelValueFaults(value)),
        )),
  ];
}

function fieldFaults(
  { key = '', operator = '', values = [] }: Partial<NodeSelectorRequirement>,
  path: string,
): FieldError[] {
  const faults: FieldError[] = [];
  if (operator !== 'In' && operator !== 'NotIn') {
    faults.push(fieldErrors.invalid(`${path}.operator`, operator, 'not a valid selector operator'));
  } else if (values.length !== 1) {
    const detail = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
    faults.push(fieldErrors.required(`${path}.values`, detail));
  }
  if (key !== 'metadata.name') {
    return [...faults, fieldErrors.invalid(`${path}.key`, key, 'not a valid field selector key')];
  }
  return [
    ...faults,
    ...values.flatMap((value, index) =>
      fieldErrors.invalidEach(`${path}.values[${index}]`, value, dnsSubdomainFaults(value)),
    ),
  ];
}

function podAffinityFaults(affinity: PodAffinity | undefined, path: string): FieldError[] {
  return [
    ...(affinity?.[required] ?? []).flatMap((term, index) => podTermFaults(term, `${path}.${required}[${index}]`)),
    ...(affinity?.[preferred] ?? []).flatMap(({ weight, podAffinityTerm }, index) => {
      const at = `${path}.${preferred}[${index}]`;
      return [...weightFaults(weight, `${at}.weight`), ...podTermFaults(podAffinityTerm, `${at}.podAffinityTerm`)];
    }),
  ];
}

function podTermFaults(term: Partial<PodAffinityTerm> | undefined, path: string): FieldError[] {
  const { labelSelector, namespaceSelector, namespaces = [], topologyKey = '' } = term ?? {};
  const { matchLabelKeys = [], mismatchLabelKeys = [] } = (term ?? {}) as {
    readonly matchLabelKeys?: readonly string[];
    readonly mismatchLabelKeys?: readonly string[];
  };
  return [
    ...validateLabelSelector(labelSelector, `${path}.labelSelector`),
    ...validateLabelSelector(namespaceSelector, `${path}.namespaceSelector`),
    ...namespaces.flatMap((name) => fieldErrors.invalidEach(`${path}.namespace`, name, dnsLabelFaults(name))),
    ...labelKeysFaults(matchLabelKeys, mismatchLabelKeys, labelSelector, path),
    ...(topologyKey === '' ? [fieldErrors.required(`${path}.topologyKey`, 'can not be empty')] : []),
    ...fieldErrors.invalidEach(`${path}.topologyKey`, topologyKey, labelKeyFaults(topologyKey)),
  ];
}

/** Faults of labels whose value a Pod's own must be, or must not be. */
export function labelKeysFaults(
  keys: readonly string[],
  otherKeys: readonly string[],
  selector: LabelSelector | undefined,
  path: string,
): FieldError[] {
  const seen = new Set(Object.keys(selector?.matchLabels ?? {}));
  const faults = [
    ...keysFaults(keys, selector, `${path}.matchLabelKeys`),
    ...keysFaults(otherKeys, selector, `${path}.mismatchLabelKeys`),
  ];
  for (const { key } of selector?.matchExpressions ?? []) {
    if (keys.includes(key) && seen.has(key)) {
      const at = `${path}[${keys.lastIndexOf(key)}]`;
      faults.push(fieldErrors.invalid(at, key, 'exists in both matchLabelKeys and labelSelector'));
    }
    seen.add(key);
  }
  for (const [index, key] of keys.entries()) {
    if (!otherKeys.includes(key)) continue;
    const detail = 'exists in both matchLabelKeys and mismatchLabelKeys';
    faults.push(fieldErrors.invalid(`${path}.matchLabelKeys[${index}]`, key, detail));
  }
  return faults;
}

function keysFaults(keys: readonly string[], selector: LabelSelector | undefined, path: string): FieldError[] {
  if (keys.length > 0 && !selector) {
    return [fieldErrors.forbidden(path, 'must not be specified when labelSelector is not set')];
  }
  return keys.flatMap((key, index) => fieldErrors.invalidEach(`${path}[${index}]`, key, labelKeyFaults(key)));
}
