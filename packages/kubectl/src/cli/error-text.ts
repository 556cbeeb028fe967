import { type StatusCause, StatusError } from '@podlab/apimachinery';
import { TransportError } from '@podlab/kube-client';
import { KubectlError } from './kubectl-error.ts';

/**
 * What kubectl prints for a failure.
 * @param doing what was being done, such as `error when creating "pod.yaml"`; left out for `Invalid`, as kubectl does
 * @see k8s.io/kubectl/pkg/cmd/util/helpers.go `checkErr` (v1.36)
 */
export function errorText(error: unknown, doing = ''): string {
  if (error instanceof KubectlError) return error.message;
  if (error instanceof TransportError) return `Unable to connect to the server: ${error.message}`;
  if (!(error instanceof StatusError)) return `error: ${error instanceof Error ? error.message : String(error)}`;
  if (error.reason === 'Invalid') return invalidText(error);
  if (error.reason === 'Unauthorized' && doing === '') {
    return `error: You must be logged in to the server (${error.message})`;
  }
  const message = doing === '' ? error.message : `${doing}: ${error.message}`;
  const reason = error.status.reason;
  return reason === undefined || reason === 'Unknown'
    ? `Error from server: ${message}`
    : `Error from server (${reason}): ${message}`;
}

function invalidText({ status, message }: StatusError): string {
  const { kind = '', name = '', causes = [] } = status.details ?? {};
  if (kind === '' && name === '') return `The request is invalid: ${causes.length > 0 ? causesText(causes) : message}`;
  const start = `The ${kind} ${JSON.stringify(name)} is invalid`;
  const faults = faultsOf(causes);
  if (faults.length === 0) return start;
  // A fault that ends its own line gets another end, as with kubectl.
  const [only = ''] = faults;
  if (faults.length === 1) return `${start}: ${only}${only.endsWith('\n') ? '\n' : ''}`;
  return `${start}: \n${faults.map((fault) => `* ${fault}`).join('\n')}`;
}

function faultsOf(causes: readonly StatusCause[]): string[] {
  return [...new Set(causes.map(({ field, message }) => `${field ?? ''}: ${message ?? ''}`))];
}

function causesText(causes: readonly StatusCause[]): string {
  return faultsOf(causes).join(', ');
}
