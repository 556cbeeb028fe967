import type { LabelSelector, LabelSelectorRequirement } from 'kubernetes-types/meta/v1';
import { labelKeyFaults, labelValueFaults } from '../validation/names.ts';

/** How a requirement compares. */
export type LabelOperator = 'in' | 'notin' | 'exists' | '!' | '=' | '!=' | 'gt' | 'lt';

/** One condition of a selector. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  /** In order of the alphabet, without repetitions; empty for `exists` and `!`. */
  readonly values: readonly string[];
}

/** Requirements that must all hold; none: everything matches. */
export type Selector = readonly LabelRequirement[];

/** A selector that is not one; the message is worded as Kubernetes words it. */
export class SelectorError extends Error {
  override readonly name = 'SelectorError';
  readonly code = 'SELECTOR_INVALID';
}

/**
 * Checks a requirement.
 * @throws SelectorError for a key, value or number of values that may not be
 * @see k8s.io/apimachinery/pkg/labels/selector.go `NewRequirement` (v1.36)
 */
export function newRequirement(key: string, operator: LabelOperator, values: readonly string[]): LabelRequirement {
  const keyFaults = labelKeyFaults(key);
  if (keyFaults.length > 0)
    throw new SelectorError(`<nil>: Invalid value: ${JSON.stringify(key)}: ${keyFaults.join('; ')}`);
  if ((operator === 'in' || operator === 'notin') && values.length === 0) {
    throw new SelectorError(`values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty`);
  }
  if ((operator === 'exists' || operator === '!') && values.length > 0) {
    throw new SelectorError(
      `values: Invalid value: ${JSON.stringify(values)}: values set must be empty for exists and does not exist`,
    );
  }
  if (operator === 'gt' || operator === 'lt') {
    const bad = values.find((value) => !/^[+-]?\d+$/.test(value));
    if (bad !== undefined) {
      throw new SelectorError(
        `values[0]: Invalid value: ${JSON.stringify(bad)}: for 'Gt', 'Lt' operators, the value must be an integer`,
      );
    }
  }
  values.forEach((value) => {
    const faults = labelValueFaults(value);
    if (faults.length > 0) {
      throw new SelectorError(`values[0][${key}]: Invalid value: ${JSON.stringify(value)}: ${faults.join('; ')}`);
    }
  });
  return { key, operator, values: [...new Set(values)].sort() };
}

/** Whether an object with these labels is selected. */
export function matchesSelector(selector: Selector, labels: Readonly<Record<string, string>> | undefined): boolean {
  return selector.every((requirement) => matchesRequirement(requirement, labels?.[requirement.key]));
}

const operators = { In: 'in', NotIn: 'notin', Exists: 'exists', DoesNotExist: '!' } as const;

/**
 * The selector of a `LabelSelector` object. As in Kubernetes, an empty object selects everything; what *no* selector
 * means is for the caller to say.
 * @throws SelectorError for an unknown operator, key or value
 */
export function selectorOf(labelSelector: LabelSelector): Selector {
  const requirements = Object.entries(labelSelector.matchLabels ?? {}).map(([key, value]) =>
    newRequirement(key, '=', [value]),
  );
  const expressions: readonly Partial<LabelSelectorRequirement>[] = labelSelector.matchExpressions ?? [];
  for (const { key = '', operator = '', values } of expressions) {
    const known = Object.hasOwn(operators, operator) ? operators[operator as keyof typeof operators] : undefined;
    if (!known) throw new SelectorError(`${JSON.stringify(operator)} is not a valid label selector operator`);
    requirements.push(newRequirement(key, known, values ?? []));
  }
  return sorted(requirements);
}

/** A selector in the string grammar: `app=web,tier in (a,b),!old`. Empty for a selector of everything. */
export function formatSelector(selector: Selector): string {
  return selector.map(formatRequirement).join(',');
}

/** @see `sort.Sort(ByKey)` in the same file: what selectors print is in order of keys */
export function sorted(requirements: readonly LabelRequirement[]): Selector {
  return requirements.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

function matchesRequirement({ operator, values }: LabelRequirement, value: string | undefined): boolean {
  switch (operator) {
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case '=':
    case 'in':
      return value !== undefined && values.includes(value);
    case '!=':
    case 'notin':
      return value === undefined || !values.includes(value);
    default: {
      const wanted = Number(values[0]);
      if (value === undefined || !/^[+-]?\d+$/.test(value)) return false;
      return operator === 'gt' ? Number(value) > wanted : Number(value) < wanted;
    }
  }
}

function formatRequirement({ key, operator, values }: LabelRequirement): string {
  switch (operator) {
    case 'exists':
      return key;
    case '!':
      return `!${key}`;
    case 'in':
    case 'notin':
      return `${key} ${operator} (${values.join(',')})`;
    case 'gt':
      return `${key}>${values[0] ?? ''}`;
    case 'lt':
      return `${key}<${values[0] ?? ''}`;
    default:
      return `${key}${operator}${values[0] ?? ''}`;
  }
}
