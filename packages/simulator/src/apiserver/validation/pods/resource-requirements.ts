import {
  compareQuantities,
  dnsLabelFaults,
  fieldErrors,
  type FieldError,
  formatQuantity,
  parseQuantity,
} from '@podlab/apimachinery';
import type { ResourceClaim, ResourceRequirements } from 'kubernetes-types/core/v1';
import { amountFaults, isHugePages, isOvercommitAllowed } from '../resource-names.ts';

/**
 * Faults of requests and limits. The API server goes through either in no order; here it is that of the manifest.
 * @param nameFaults of what may be asked for there
 * @param claimNames of `spec.resourceClaims`
 * @see pkg/apis/core/validation/validation.go `validateResourceRequirements` (v1.36)
 */
export function validateResourceRequirements(
  { limits = {}, requests = {}, claims = [] }: ResourceRequirements,
  nameFaults: (name: string, path: string) => FieldError[],
  claimNames: readonly string[],
  path: string,
): FieldError[] {
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  const needsMore = names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory');
  return [
    ...Object.entries(limits).flatMap(([name, amount]) =>
      listedFaults(name, amount, nameFaults, `${path}.limits[${name}]`),
    ),
    ...Object.entries(requests).flatMap(([name, amount]) => [
      ...listedFaults(name, amount, nameFaults, `${path}.requests[${name}]`),
      ...againstLimit(name, amount, limits[name], path),
    ]),
    ...(needsMore ? [fieldErrors.forbidden(path, 'HugePages require cpu or memory')] : []),
    ...claimFaults(claims, claimNames, `${path}.claims`),
  ];
}

function listedFaults(
  name: string,
  amount: string,
  nameFaults: (name: string, path: string) => FieldError[],
  path: string,
): FieldError[] {
  const faults = [...nameFaults(name, path), ...amountFaults(name, amount, path)];
  if (isHugePages(name) && !isDivisible(name, amount)) {
    faults.push(fieldErrors.invalid(path, amount, `${amount} is not positive integer multiple of ${name}`));
  }
  return faults;
}

function isDivisible(name: string, amount: string): boolean {
  try {
    const size = parseQuantity(name.slice('hugepages-'.length)).nanos;
    return size > 0n && size % 1_000_000_000n === 0n && parseQuantity(amount).nanos % size === 0n;
  } catch {
    return false;
  }
}

function againstLimit(name: string, request: string, limit: string | undefined, path: string): FieldError[] {
  const isFlexible = isOvercommitAllowed(name);
  if (limit === undefined) {
    if (isFlexible) return [];
    return [fieldErrors.required(`${path}.limits`, 'Limit must be set for non overcommitable resources')];
  }
  const order = compareQuantities(parseQuantity(request), parseQuantity(limit));
  const fault = (rule: string) => [
    fieldErrors.invalid(
      `${path}.requests`,
      formatQuantity(parseQuantity(request)),
      `must be ${rule} ${name} limit of ${formatQuantity(parseQuantity(limit))}`,
    ),
  ];
  if (order !== 0 && !isFlexible) return fault('equal to');
  return order > 0 ? fault('less than or equal to') : [];
}

function claimFaults(claims: readonly ResourceClaim[], known: readonly string[], path: string): FieldError[] {
  const taken: string[] = [];
  return claims.flatMap((claim, index) => {
    const { name, request = '' } = claim as ResourceClaim & { readonly request?: string };
    const at = `${path}[${index}]`;
    if (!name) return [fieldErrors.required(at)];
    const faults: FieldError[] = [];
    const key = request === '' ? name : `${name}/${request}`;
    if (taken.includes(name)) faults.push(fieldErrors.duplicate(at, name));
    else {
      faults.push(
        ...(request === '' ? [] : fieldErrors.invalidEach(`${at}.request`, request, dnsLabelFaults(request))),
      );
      if (taken.includes(key)) faults.push(fieldErrors.duplicate(at, key));
      else if (request === '') {
        const parts = taken.filter((other) => other.startsWith(`${name}/`));
        faults.push(...parts.map(() => fieldErrors.duplicate(at, name)));
      }
      taken.push(key);
    }
    if (!known.includes(name)) faults.push(unknownClaim(name, known, at));
    return faults;
  });
}

function unknownClaim(name: string, known: readonly string[], path: string): FieldError {
  const which = known.length === 0 ? ' which is empty' : `: ${[...new Set(known)].sort().join(', ')}`;
  const { type, field, body } = fieldErrors.notFound(path, name);
  return { type, field, body: `${body}: must be one of the names in pod.spec.resourceClaims${which}` };
}
