import { fieldErrors, parseGoDuration, StatusError, statuses } from '@podlab/apimachinery';
import { durationFault } from '../schedule/duration-fault.ts';
import { isTrueParameter } from './parameters.ts';

const exact = 'Exact';
const notOlderThan = 'NotOlderThan';

/**
 * Refuses what makes no sense in the query of a list or a watch.
 * @throws StatusError
 * @see k8s.io/apimachinery/pkg/apis/meta/internalversion/validation (v1.36)
 */
export function checkListOptions(query: URLSearchParams): void {
  for (const name of ['timeoutSeconds', 'limit']) checkInteger(query.get(name));
  const faults = isTrueParameter(query, 'watch') ? watchFaults(query) : listFaults(query);
  if (faults.length > 0) throw statuses.invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', faults);
  const fault = versionFault(query.get('resourceVersion'));
  if (fault === undefined) return;
  if (isTrueParameter(query, 'watch')) throw new StatusError({ message: fault, code: 500 });
  throw statuses.badRequest(`invalid resource version: ${fault}`);
}

/** @throws StatusError 500, as a real API server answers for one object */
export function checkVersionOfOne(query: URLSearchParams): void {
  const fault = versionFault(query.get('resourceVersion'));
  if (fault !== undefined) throw new StatusError({ message: fault, code: 500 });
}

/** How long a client would wait. @throws StatusError 400 @see endpoints/filters/request_deadline.go in k8s.io/apiserver */
export function checkTimeout(query: URLSearchParams): void {
  const text = query.get('timeout');
  if (!text || parseGoDuration(text) !== undefined) return;
  const why = `time: ${durationFault(text)} ${JSON.stringify(text)}`;
  throw statuses.badRequest(`invalid timeout specified in the request URL - ${why}`);
}

function listFaults(query: URLSearchParams) {
  const match = query.get('resourceVersionMatch');
  const path = 'resourceVersionMatch';
  const faults = [];
  if (match) {
    if (!query.get('resourceVersion')) {
      faults.push(fieldErrors.forbidden(path, 'resourceVersionMatch is forbidden unless resourceVersion is provided'));
    }
    if (query.get('continue')) faults.push(forbiddenWithContinue());
    if (match !== exact && match !== notOlderThan) {
      faults.push(fieldErrors.notSupported(path, match, [exact, notOlderThan, '']));
    }
    if (match === exact && query.get('resourceVersion') === '0') {
      faults.push(fieldErrors.forbidden(path, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
    }
  }
  if (query.has('sendInitialEvents')) {
    faults.push(fieldErrors.forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  }
  return faults;
}

function watchFaults(query: URLSearchParams) {
  const match = query.get('resourceVersionMatch');
  const path = 'resourceVersionMatch';
  const faults = [];
  const isInitial = query.has('sendInitialEvents');
  if (isInitial && match !== notOlderThan) {
    faults.push(fieldErrors.forbidden(path, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'));
  }
  if (match) {
    if (!isInitial) {
      faults.push(
        fieldErrors.forbidden(path, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'),
      );
    }
    if (match !== notOlderThan) faults.push(fieldErrors.notSupported(path, match, [notOlderThan]));
    if (query.get('continue')) faults.push(forbiddenWithContinue());
  }
  return faults;
}

function forbiddenWithContinue() {
  return fieldErrors.forbidden('resourceVersionMatch', 'resourceVersionMatch is forbidden when continue is provided');
}

function versionFault(version: string | null): string | undefined {
  if (!version || /^\d+$/.test(version)) return undefined;
  const quoted = JSON.stringify(version);
  return `resourceVersion: Invalid value: ${quoted}: strconv.ParseUint: parsing ${quoted}: invalid syntax`;
}

function checkInteger(text: string | null): void {
  if (text === null) return;
  const isInteger = /^[-+]?\d+$/.test(text);
  if (isInteger && BigInt.asIntN(64, BigInt(text)) === BigInt(text)) return;
  const why = isInteger ? 'value out of range' : 'invalid syntax';
  throw statuses.badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: ${why}`);
}
