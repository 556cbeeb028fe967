import { fieldErrors, labelKeyFaults, type FieldError } from '@podlab/apimachinery';
import type {
  JobSpec,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyOnPodConditionsPattern,
  PodFailurePolicyRule,
  SuccessPolicyRule,
} from 'kubernetes-types/batch/v1';
import { notNegative, oneOf } from '../numbers.ts';

const actions = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const operators = ['In', 'NotIn'];
const conditionStatuses = ['False', 'True', 'Unknown'];
const maxRules = 20;
const maxPatterns = 20;
const maxValues = 255;
const maxIndexesLength = 64 * 1024;

/** Faults of `podFailurePolicy`. @see pkg/apis/batch/validation/validation.go (v1.36), as are the others here */
export function validateFailurePolicy(spec: JobSpec, path: string): FieldError[] {
  const rules = spec.podFailurePolicy?.rules ?? [];
  const { containers = [], initContainers = [] } = spec.template?.spec ?? {};
  const containerNames = new Set([...containers, ...initContainers].map(({ name }) => name));
  return [
    ...(rules.length > maxRules ? [fieldErrors.tooMany(`${path}.rules`, rules.length, maxRules)] : []),
    ...rules.flatMap((rule, index) => failureRuleFaults(spec, rule, containerNames, `${path}.rules[${index}]`)),
  ];
}

function failureRuleFaults(
  spec: JobSpec,
  { action, onExitCodes, onPodConditions = [] }: PodFailurePolicyRule,
  containerNames: ReadonlySet<string>,
  path: string,
): FieldError[] {
  const faults: FieldError[] = [];
  if (action === 'FailIndex') {
    if (spec.backoffLimitPerIndex === undefined) {
      const detail = 'requires the backoffLimitPerIndex to be set';
      faults.push(fieldErrors.invalid(`${path}.action`, action, detail));
    }
  } else {
    faults.push(...requiredOneOf(action, actions, `${path}.action`));
  }
  if (onExitCodes) faults.push(...exitCodeFaults(onExitCodes, containerNames, `${path}.onExitCodes`));
  if (onPodConditions.length > maxPatterns) {
    faults.push(fieldErrors.tooMany(`${path}.onPodConditions`, onPodConditions.length, maxPatterns));
  }
  faults.push(
    ...onPodConditions.flatMap((pattern, index) => patternFaults(pattern, `${path}.onPodConditions[${index}]`)),
  );
  if (onExitCodes && onPodConditions.length > 0) {
    faults.push(invalidWhole(path, 'specifying both OnExitCodes and OnPodConditions is not supported'));
  }
  if (!onExitCodes && onPodConditions.length === 0) {
    faults.push(invalidWhole(path, 'specifying one of OnExitCodes and OnPodConditions is required'));
  }
  return faults;
}

function exitCodeFaults(
  { operator, containerName, values = [] }: Partial<PodFailurePolicyOnExitCodesRequirement>,
  containerNames: ReadonlySet<string>,
  path: string,
): FieldError[] {
  const faults = requiredOneOf(operator, operators, `${path}.operator`);
  if (containerName !== undefined && !containerNames.has(containerName)) {
    const detail = 'must be one of the container or initContainer names in the pod template';
    faults.push(fieldErrors.invalid(`${path}.containerName`, containerName, detail));
  }
  if (values.length === 0) {
    faults.push(fieldErrors.invalid(`${path}.values`, values, 'at least one value is required'));
  } else if (values.length > maxValues) {
    faults.push(fieldErrors.tooMany(`${path}.values`, values.length, maxValues));
  }
  for (const [index, value] of values.entries()) {
    const at = `${path}.values[${index}]`;
    if (operator === 'In' && value === 0) {
      faults.push(fieldErrors.invalid(at, value, 'must not be 0 for the In operator'));
    }
    if (values.indexOf(value) < index) faults.push(fieldErrors.duplicate(at, value));
  }
  if (values.some((value, index) => index > 0 && (values[index - 1] ?? 0) > value)) {
    faults.push(fieldErrors.invalid(`${path}.values`, values, 'must be ordered'));
  }
  return faults;
}

function patternFaults({ type, status }: PodFailurePolicyOnPodConditionsPattern, path: string): FieldError[] {
  return [
    ...labelKeyFaults(type).map((fault) => fieldErrors.invalid(`${path}.type`, type, fault)),
    ...requiredOneOf(status, conditionStatuses, `${path}.status`),
  ];
}

/** Faults of `successPolicy`. */
export function validateSuccessPolicy({ successPolicy, completions = 0 }: JobSpec, path: string): FieldError[] {
  const rules = successPolicy?.rules ?? [];
  const faults: FieldError[] = [];
  if (rules.length === 0) {
    const detail = 'at least one rules must be specified when the successPolicy is specified';
    faults.push(fieldErrors.required(`${path}.rules`, detail));
  }
  if (rules.length > maxRules) faults.push(fieldErrors.tooMany(`${path}.rules`, rules.length, maxRules));
  return [
    ...faults,
    ...rules.flatMap((rule, index) => successRuleFaults(rule, completions, `${path}.rules[${index}]`)),
  ];
}

function successRuleFaults(
  { succeededCount, succeededIndexes }: SuccessPolicyRule,
  completions: number,
  path: string,
): FieldError[] {
  if (succeededCount === undefined && succeededIndexes === undefined) {
    return [fieldErrors.required(path, 'at least one of succeededCount or succeededIndexes must be specified')];
  }
  const faults: FieldError[] = [];
  let total = 0;
  if (succeededIndexes !== undefined) {
    const at = `${path}.succeededIndexes`;
    if (succeededIndexes.length > maxIndexesLength) faults.push(fieldErrors.tooLong(at, maxIndexesLength));
    const read = countIndexes(succeededIndexes, completions);
    if (typeof read === 'number') total = read;
    else faults.push(fieldErrors.invalid(at, succeededIndexes, `error parsing succeededIndexes: ${read.fault}`));
  }
  if (succeededCount === undefined) return faults;
  const at = `${path}.succeededCount`;
  faults.push(...notNegative(succeededCount, at));
  if (succeededCount > completions) {
    const detail = `must be less than or equal to ${completions} (the number of specified completions)`;
    faults.push(fieldErrors.invalid(at, succeededCount, detail));
  }
  if (succeededIndexes !== undefined && succeededCount > total) {
    const detail = `must be less than or equal to ${total} (the number of indexes in the specified succeededIndexes field)`;
    faults.push(fieldErrors.invalid(at, succeededCount, detail));
  }
  return faults;
}

/** How many indexes a text such as `0,2-4` names, or what is wrong with it. */
export function countIndexes(text: string, completions: number): number | { readonly fault: string } {
  let total = 0;
  let last: number | undefined;
  for (const part of text === '' ? [] : text.split(',')) {
    const limits = part.split('-');
    if (limits.length > 2)
      return {
        fault: `the fragment "${part}" violates the requirement that an index interval can have at most two parts separated by '-'`,
      };
    const wrong = limits.find((limit) => !/^[+-]?\d+$/.test(limit));
    if (wrong !== undefined) {
      return { fault: `cannot convert string to integer for index: "${wrong}"` };
    }
    const [first = 0, end = first] = limits.map(Number);
    for (const index of limits.map(Number)) {
      if (index >= completions) return { fault: `too large index: "${index}"` };
    }
    if (limits.length > 1 && first >= end)
      return { fault: `non-increasing order, previous: ${first}, current: ${end}` };
    if (last !== undefined && last >= first) {
      return { fault: `non-increasing order, previous: ${last}, current: ${first}` };
    }
    total += end - first + 1;
    last = end;
  }
  return total;
}

function requiredOneOf(value: string | undefined, supported: readonly string[], path: string): FieldError[] {
  if (value) return oneOf(value, supported, path);
  return [fieldErrors.required(path, `valid values: [${supported.map((item) => JSON.stringify(item)).join(' ')}]`)];
}

/** A fault of a whole object, which is not printed. */
function invalidWhole(field: string, detail: string): FieldError {
  return { type: 'FieldValueInvalid', field, body: `Invalid value: ${detail}` };
}
