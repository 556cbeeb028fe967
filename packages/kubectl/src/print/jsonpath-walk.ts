import { deepEqual, isMap } from '@podlab/apimachinery';
import type { Operand, PathStep } from './jsonpath-path.ts';

/** The values that a path leads to, from `object`; what is not there is left out. */
export function walk(steps: readonly PathStep[], object: unknown, root: unknown): unknown[] {
  let values: unknown[] = [object];
  for (const step of steps) values = values.flatMap((value) => follow(step, value, root));
  return values;
}

function follow(step: PathStep, value: unknown, root: unknown): unknown[] {
  switch (step.type) {
    case 'root':
      return [root];
    case 'field':
      return isMap(value) ? step.names.filter((name) => value[name] !== undefined).map((name) => value[name]) : [];
    case 'wildcard':
      return childrenOf(value);
    case 'recursive':
      return descendantsOf(value);
    case 'index':
      return Array.isArray(value) ? step.indexes.flatMap((index) => present(value.at(index))) : [];
    case 'slice':
      return Array.isArray(value)
        ? value.slice(step.start, step.end).filter((_, index) => index % step.step === 0)
        : [];
    default:
      return (Array.isArray(value) ? value : []).filter((item) => isKept(step, item, root));
  }
}

function isKept(step: PathStep & { type: 'filter' }, item: unknown, root: unknown): boolean {
  const [left] = walk(step.left, item, root);
  if (step.operator === 'exists') return left !== undefined;
  const right = valueOf(step.right, item, root);
  if (left === undefined) return false;
  switch (step.operator) {
    case '==':
      return deepEqual(left, right);
    case '!=':
      return !deepEqual(left, right);
    case '<':
      return Number(left) < Number(right);
    case '<=':
      return Number(left) <= Number(right);
    case '>':
      return Number(left) > Number(right);
    default:
      return Number(left) >= Number(right);
  }
}

function valueOf(operand: Operand, item: unknown, root: unknown): unknown {
  if (!operand) return undefined;
  return operand.type === 'value' ? operand.value : walk(operand.steps, item, root)[0];
}

function childrenOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (!isMap(value)) return [];
  return Object.keys(value)
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((key) => value[key]);
}

function descendantsOf(value: unknown): unknown[] {
  return [value, ...childrenOf(value).flatMap(descendantsOf)];
}

function present(value: unknown): unknown[] {
  return value === undefined ? [] : [value];
}
