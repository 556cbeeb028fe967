import { fieldErrors, type FieldError, headerNameFaults } from '@podlab/apimachinery';
import type {
  GRPCAction,
  HTTPGetAction,
  Lifecycle,
  LifecycleHandler,
  Probe,
  TCPSocketAction,
} from 'kubernetes-types/core/v1';
import { notNegative, oneOf, portNumber, portOrName } from '../numbers.ts';

/**
 * @param gracePeriodSeconds of the Pod
 * @see pkg/apis/core/validation/validation.go `validateProbe` (v1.36), as are the others here
 */
export function validateProbe(
  kind: 'livenessProbe' | 'readinessProbe' | 'startupProbe',
  probe: Probe | undefined,
  gracePeriodSeconds: number | undefined,
  path: string,
): FieldError[] {
  if (!probe) return [];
  const faults = [
    ...validateHandler(probe, gracePeriodSeconds, path),
    ...notNegative(probe.initialDelaySeconds, `${path}.initialDelaySeconds`),
    ...notNegative(probe.timeoutSeconds, `${path}.timeoutSeconds`),
    ...notNegative(probe.periodSeconds, `${path}.periodSeconds`),
    ...notNegative(probe.successThreshold, `${path}.successThreshold`),
    ...notNegative(probe.failureThreshold, `${path}.failureThreshold`),
  ];
  const grace = probe.terminationGracePeriodSeconds;
  const at = `${path}.terminationGracePeriodSeconds`;
  if (grace !== undefined && grace <= 0) faults.push(fieldErrors.invalid(at, grace, 'must be greater than 0'));
  if (kind === 'readinessProbe') {
    return grace === undefined
      ? faults
      : [...faults, fieldErrors.invalid(at, grace, 'must not be set for readinessProbes')];
  }
  if (probe.successThreshold === 1) return faults;
  return [...faults, fieldErrors.invalid(`${path}.successThreshold`, probe.successThreshold ?? 0, 'must be 1')];
}

/** Faults of what happens after the start of a container and before its stop. */
export function validateLifecycle(
  lifecycle: Lifecycle | undefined,
  gracePeriodSeconds: number | undefined,
  path: string,
): FieldError[] {
  return (['postStart', 'preStop'] as const).flatMap((hook) => {
    const handler = lifecycle?.[hook];
    return handler ? validateHandler(handler, gracePeriodSeconds, `${path}.${hook}`) : [];
  });
}

type Handler = Pick<Probe, 'exec' | 'grpc' | 'httpGet' | 'tcpSocket'> & {
  readonly sleep?: { readonly seconds: number };
};

function validateHandler(
  handler: LifecycleHandler | Probe,
  gracePeriodSeconds: number | undefined,
  path: string,
): FieldError[] {
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler as Handler;
  const faults: FieldError[] = [];
  let found = 0;
  const check = (name: string, validate: () => FieldError[]) => {
    found += 1;
    if (found === 1) faults.push(...validate());
    else faults.push(fieldErrors.forbidden(`${path}.${name}`, 'may not specify more than 1 handler type'));
  };
  if (exec) check('exec', () => (exec.command?.length ? [] : [fieldErrors.required(`${path}.exec.command`)]));
  if (httpGet) check('httpGet', () => httpFaults(httpGet, `${path}.httpGet`));
  if (tcpSocket)
    check('tcpSocket', () => portOrName((tcpSocket as Partial<TCPSocketAction>).port ?? 0, `${path}.tcpSocket.port`));
  if (grpc) check('grpc', () => portNumber((grpc as Partial<GRPCAction>).port ?? 0, `${path}.grpc.port`));
  if (sleep) check('sleep', () => sleepFaults(sleep.seconds, gracePeriodSeconds, `${path}.sleep`));
  if (found === 0) faults.push(fieldErrors.required(path, 'must specify a handler type'));
  return faults;
}

function httpFaults({ path: url, port, scheme, httpHeaders = [] }: Partial<HTTPGetAction>, path: string): FieldError[] {
  return [
    ...(url ? [] : [fieldErrors.required(`${path}.path`)]),
    ...portOrName(port ?? 0, `${path}.port`),
    ...oneOf(scheme, ['HTTP', 'HTTPS'], `${path}.scheme`),
    ...httpHeaders.flatMap(({ name = '' }: { readonly name?: string }) =>
      fieldErrors.invalidEach(`${path}.httpHeaders`, name, headerNameFaults(name)),
    ),
  ];
}

function sleepFaults(seconds: number, gracePeriodSeconds: number | undefined, path: string): FieldError[] {
  if (gracePeriodSeconds === undefined || (seconds >= 0 && seconds <= gracePeriodSeconds)) return [];
  const detail = `must be non-negative and less than terminationGracePeriodSeconds (${gracePeriodSeconds})`;
  return [fieldErrors.invalid(path, seconds, detail)];
}
