import { fieldErrors, type FieldError } from '@podlab/apimachinery';
import type { LifecycleHandler, Probe } from 'kubernetes-types/core/v1';
import { notNegative, oneOf, portNumber, portOrName } from './numbers.ts';

/** @see pkg/apis/core/validation/validation.go `validateProbe` (v1.36) */
export function validateProbe(probe: Probe | undefined, path: string, onlyOneSuccess: boolean): FieldError[] {
  if (!probe) return [];
  const faults = [
    ...validateHandler(probe, path),
    ...notNegative(probe.initialDelaySeconds, `${path}.initialDelaySeconds`),
    ...notNegative(probe.timeoutSeconds, `${path}.timeoutSeconds`),
    ...notNegative(probe.periodSeconds, `${path}.periodSeconds`),
    ...notNegative(probe.successThreshold, `${path}.successThreshold`),
    ...notNegative(probe.failureThreshold, `${path}.failureThreshold`),
  ];
  const grace = probe.terminationGracePeriodSeconds;
  if (grace !== undefined && grace <= 0) {
    faults.push(fieldErrors.invalid(`${path}.terminationGracePeriodSeconds`, grace, 'must be greater than 0'));
  }
  if (onlyOneSuccess && probe.successThreshold !== 1) {
    faults.push(fieldErrors.invalid(`${path}.successThreshold`, probe.successThreshold, 'must be 1'));
  }
  return faults;
}

type Handler = Pick<Probe, 'exec' | 'grpc' | 'httpGet' | 'tcpSocket'> & {
  readonly sleep?: { readonly seconds: number };
};

/** What a probe or a hook does: exactly one thing. */
export function validateHandler(handler: LifecycleHandler | Probe, path: string): FieldError[] {
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler as Handler;
  const faults: FieldError[] = [];
  let found = 0;
  const check = (name: string, validate: () => FieldError[]) => {
    found += 1;
    if (found === 1) faults.push(...validate());
    else faults.push(fieldErrors.forbidden(`${path}.${name}`, 'may not specify more than 1 handler type'));
  };
  if (exec) check('exec', () => (exec.command?.length ? [] : [fieldErrors.required(`${path}.exec.command`)]));
  if (httpGet) {
    check('httpGet', () => [
      ...(httpGet.path ? [] : [fieldErrors.required(`${path}.httpGet.path`)]),
      ...portOrName(httpGet.port, `${path}.httpGet.port`),
      ...oneOf(httpGet.scheme, ['HTTP', 'HTTPS'], `${path}.httpGet.scheme`),
    ]);
  }
  if (tcpSocket) check('tcpSocket', () => portOrName(tcpSocket.port, `${path}.tcpSocket.port`));
  if (grpc) check('grpc', () => portNumber(grpc.port, `${path}.grpc.port`));
  if (sleep) check('sleep', () => notNegative(sleep.seconds, `${path}.sleep.seconds`));
  if (found === 0) faults.push(fieldErrors.required(path, 'must specify a handler type'));
  return faults;
}
