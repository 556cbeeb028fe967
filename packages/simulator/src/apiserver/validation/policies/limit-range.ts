import {
  compareQuantities,
  fieldErrors,
  type FieldError,
  formatQuantity,
  labelKeyFaults,
  parseQuantity,
} from '@podlab/apimachinery';
import type { LimitRange, LimitRangeItem } from 'kubernetes-types/core/v1';
import { containerResourceNameFaults, isOvercommitAllowed, resourceNameFaults } from '../resource-names.ts';

const types = ['Container', 'PersistentVolumeClaim', 'Pod'];
const podOnly = "may not be specified when `type` is 'Pod'";
const one = parseQuantity(1);

/** @see pkg/apis/core/validation/validation.go `ValidateLimitRange` (v1.36) */
export function validateLimitRange({ spec }: LimitRange): FieldError[] {
  const limits = spec?.limits ?? [];
  return limits.flatMap((item, index) => {
    const path = `spec.limits[${index}]`;
    const isRepeated = limits.findIndex(({ type }) => type === item.type) < index;
    return [
      ...typeFaults(item.type, `${path}.type`),
      ...(isRepeated ? [fieldErrors.duplicate(`${path}.type`, item.type)] : []),
      ...itemFaults(item, path),
    ];
  });
}

function typeFaults(type: string | undefined = '', path: string): FieldError[] {
  const faults = labelKeyFaults(type);
  if (faults.length === 0 && !types.includes(type) && !type.includes('/')) {
    faults.push('must be a standard limit type or fully qualified');
  }
  return faults.map((fault) => fieldErrors.invalid(path, type, fault));
}

function itemFaults(item: LimitRangeItem, path: string): FieldError[] {
  const isPod = item.type === 'Pod';
  const nameFaults = isPod || item.type === 'Container' ? containerResourceNameFaults : resourceNameFaults;
  const named = (field: Field) =>
    Object.keys(item[field] ?? {}).flatMap((name) => nameFaults(name, `${path}.${field}[${name}]`));
  const faults = [...named('max'), ...named('min')];
  for (const field of ['default', 'defaultRequest'] as const) {
    if (!isPod) faults.push(...named(field));
    else if (Object.keys(item[field] ?? {}).length > 0) faults.push(fieldErrors.forbidden(`${path}.${field}`, podOnly));
  }
  if (item.type === 'PersistentVolumeClaim' && !item.min?.['storage'] && !item.max?.['storage']) {
    const detail = 'either minimum or maximum storage value is required, but neither was provided';
    faults.push(fieldErrors.required(`${path}.limits`, detail));
  }
  faults.push(...named('maxLimitRequestRatio'));
  const considered = isPod ? [item.max, item.min] : [item.max, item.min, item.default, item.defaultRequest];
  const names = new Set([...considered, item.maxLimitRequestRatio].flatMap((amounts) => Object.keys(amounts ?? {})));
  return [...faults, ...[...names].flatMap((name) => amountFaults(item, name, path))];
}

type Field = 'default' | 'defaultRequest' | 'max' | 'maxLimitRequestRatio' | 'min';

/** That the amounts of one name do not contradict each other. */
function amountFaults(item: LimitRangeItem, name: string, path: string): FieldError[] {
  const amount = (field: Field) => {
    if (item.type === 'Pod' && (field === 'default' || field === 'defaultRequest')) return undefined;
    const text = item[field]?.[name];
    return text === undefined ? undefined : parseQuantity(text);
  };
  const [min, max, limit, request] = [amount('min'), amount('max'), amount('default'), amount('defaultRequest')];
  const ratio = amount('maxLimitRequestRatio');
  const isMore = (a: typeof min, b: typeof min) => a !== undefined && b !== undefined && compareQuantities(a, b) > 0;
  const fault = (field: string, value: typeof min, detail: string) =>
    fieldErrors.invalid(`${path}.${field}[${name}]`, text(value), detail);
  return [
    ...(isMore(min, max) ? [fault('min', min, `min value ${text(min)} is greater than max value ${text(max)}`)] : []),
    ...(isMore(min, request)
      ? [
          fault(
            'defaultRequest',
            request,
            `min value ${text(min)} is greater than default request value ${text(request)}`,
          ),
        ]
      : []),
    ...(isMore(request, max)
      ? [
          fault(
            'defaultRequest',
            request,
            `default request value ${text(request)} is greater than max value ${text(max)}`,
          ),
        ]
      : []),
    ...(isMore(request, limit)
      ? [
          fault(
            'defaultRequest',
            request,
            `default request value ${text(request)} is greater than default limit value ${text(limit)}`,
          ),
        ]
      : []),
    ...(isMore(min, limit)
      ? [fault('default', min, `min value ${text(min)} is greater than default value ${text(limit)}`)]
      : []),
    ...(isMore(limit, max)
      ? [fault('default', max, `default value ${text(limit)} is greater than max value ${text(max)}`)]
      : []),
    ...(isMore(one, ratio) ? [fault('maxLimitRequestRatio', ratio, `ratio ${text(ratio)} is less than 1`)] : []),
    ...ratioFaults(min, max, ratio, `${path}.maxLimitRequestRatio[${name}]`),
    ...(!isOvercommitAllowed(name) && limit && request && compareQuantities(limit, request) !== 0
      ? [
          fault(
            'defaultRequest',
            request,
            `default value ${text(limit)} must equal to defaultRequest value ${text(request)} in ${name}`,
          ),
        ]
      : []),
  ];
}

function ratioFaults(min: Amount, max: Amount, ratio: Amount, path: string): FieldError[] {
  if (!min || !max || !ratio) return [];
  const most = Number(max.nanos) / Number(min.nanos);
  if (Number(ratio.nanos) / 1e9 <= most) return [];
  return [fieldErrors.invalid(path, text(ratio), `ratio ${text(ratio)} is greater than max/min = ${most.toFixed(6)}`)];
}

type Amount = ReturnType<typeof parseQuantity> | undefined;

function text(amount: ReturnType<typeof parseQuantity> | undefined): string {
  return amount ? formatQuantity(amount) : '';
}
