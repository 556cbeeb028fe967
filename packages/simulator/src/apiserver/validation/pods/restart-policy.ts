import { fieldErrors, type FieldError } from '@podlab/apimachinery';
import type { Container } from 'kubernetes-types/core/v1';
import { oneOf } from '../numbers.ts';

const policies = ['Always', 'Never', 'OnFailure'];
const actions = ['Restart', 'RestartAllContainers'];
const operators = ['In', 'NotIn'];
const maxRules = 20;
const maxValues = 255;

interface RestartRule {
  readonly action?: string;
  readonly exitCodes?: { readonly operator?: string; readonly values?: readonly number[] };
}

type RestartFields = Partial<Container> & {
  readonly restartPolicy?: string;
  readonly restartPolicyRules?: readonly RestartRule[];
};

/**
 * Faults of when a container of its own rules starts again.
 * @param path of the container
 * @see pkg/apis/core/validation/validation.go `validateContainerRestartPolicy` (v1.36)
 */
export function validateContainerRestartPolicy(container: Container, path: string, isInit: boolean): FieldError[] {
  const { restartPolicy, restartPolicyRules: rules = [] } = container as RestartFields;
  if (restartPolicy === undefined) {
    if (rules.length === 0) return [];
    const missing = fieldErrors.required(
      `${path}.restartPolicy`,
      'must specify restartPolicy when restart rules are used',
    );
    return isInit ? [missing] : [missing, ...rulesFaults(rules, `${path}.restartPolicyRules`)];
  }
  return [
    ...oneOf(restartPolicy, policies, `${path}.restartPolicy`),
    ...rulesFaults(rules, `${path}.restartPolicyRules`),
  ];
}

function rulesFaults(rules: readonly RestartRule[], path: string): FieldError[] {
  return [
    ...(rules.length > maxRules ? [fieldErrors.tooMany(path, rules.length, maxRules)] : []),
    ...rules.flatMap(({ action, exitCodes }, index) => {
      const at = `${path}[${index}]`;
      const faults = oneOf(action, actions, `${at}.action`);
      if (!exitCodes) return [...faults, fieldErrors.required(`${at}.exitCodes`, 'must be specified')];
      const count = exitCodes.values?.length ?? 0;
      return [
        ...faults,
        ...oneOf(exitCodes.operator, operators, `${at}.exitCodes.operator`),
        ...(count > maxValues ? [fieldErrors.tooMany(`${at}.exitCodes.values`, count, maxValues)] : []),
      ];
    }),
  ];
}

const resizable = ['cpu', 'memory'];
const resizePolicies = ['NotRequired', 'RestartContainer'];

/** Faults of what a change of resources does to a container. @see `validateResizePolicy` there */
export function validateResizePolicy(
  { resizePolicy = [] }: Container,
  podRestartPolicy: string | undefined,
  path: string,
): FieldError[] {
  return resizePolicy.flatMap(({ resourceName, restartPolicy }, index) => {
    const faults: FieldError[] = [];
    if (resizePolicy.findIndex((other) => other.resourceName === resourceName) < index) {
      faults.push(fieldErrors.duplicate(`${path}[${index}]`, resourceName));
    }
    faults.push(
      ...(resourceName ? oneOf(resourceName, resizable, path) : [fieldErrors.required(path)]),
      ...(restartPolicy ? oneOf(restartPolicy, resizePolicies, path) : [fieldErrors.required(path)]),
    );
    if (podRestartPolicy === 'Never' && restartPolicy !== 'NotRequired') {
      const detail = "must be 'NotRequired' when pod `restartPolicy` is 'Never'";
      faults.push(fieldErrors.invalid(path, restartPolicy, detail));
    }
    return faults;
  });
}
