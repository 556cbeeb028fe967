import { fieldErrors, type FieldError } from '@podlab/apimachinery';
import type { Container, PodSecurityContext, PodSpec } from 'kubernetes-types/core/v1';
import { oneOf } from '../numbers.ts';

const notOnWindows = 'cannot be set for a windows pod';
const securityFields = [
  ['securityContext', 'appArmorProfile'],
  ['securityContext', 'seLinuxOptions'],
  ['hostUsers'],
  ['hostPID'],
  ['hostIPC'],
  ['securityContext', 'seccompProfile'],
  ['securityContext', 'fsGroup'],
  ['securityContext', 'fsGroupChangePolicy'],
  ['securityContext', 'sysctls'],
  ['shareProcessNamespace'],
  ['securityContext', 'runAsUser'],
  ['securityContext', 'runAsGroup'],
  ['securityContext', 'supplementalGroups'],
  ['securityContext', 'supplementalGroupsPolicy'],
  ['securityContext', 'seLinuxChangePolicy'],
] as const;
const containerFields = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
];

/** Faults of what does not go with the system of a Pod. @see pkg/apis/core/validation/validation.go `validateOS` (v1.36) */
export function validateOs(spec: PodSpec, path: string): FieldError[] {
  const { os } = spec;
  if (!os) return [];
  if (!os.name) return [fieldErrors.required(`${path}.os.name`)];
  if (os.name === 'linux') return windowsOptionFaults(spec, path);
  return os.name === 'windows' ? windowsFaults(spec, path) : oneOf(os.name, ['linux', 'windows'], `${path}.os`);
}

/**
 * Faults of Pods whose processes are to be a Windows host's own.
 * @see pkg/apis/core/validation/validation.go `validateWindowsHostProcessPod` (v1.36)
 */
export function hostProcessFaults(spec: PodSpec, path: string): FieldError[] {
  const whole = spec.securityContext?.windowsOptions?.hostProcess;
  const containers = containersOf(spec, path).map(({ at, context }) => ({
    at: `${at}.securityContext.windowsOptions.hostProcess`,
    own: context?.windowsOptions?.hostProcess,
  }));
  const count = containers.filter(({ own }) => own ?? whole).length;
  const faults = containers.flatMap(({ at, own }) =>
    whole === undefined || own === undefined || own === whole
      ? []
      : [fieldErrors.invalid(at, own, `pod hostProcess value must be identical if both are specified, was ${whole}`)],
  );
  if (count > 0 && count !== containers.length) {
    const detail = 'If pod contains any hostProcess containers then all containers must be HostProcess containers';
    faults.push(fieldErrors.invalid(path, '', detail));
  }
  if (count > 0 && !spec.hostNetwork) {
    const detail = 'hostNetwork must be true if pod contains any hostProcess containers';
    faults.push(fieldErrors.invalid(`${path}.hostNetwork`, false, detail));
  }
  return faults;
}

function windowsOptionFaults(spec: PodSpec, path: string): FieldError[] {
  return [{ at: path, context: spec.securityContext }, ...containersOf(spec, path)].flatMap(({ at, context }) =>
    context?.windowsOptions
      ? [fieldErrors.forbidden(`${at}.securityContext.windowsOptions`, 'windows options cannot be set for a linux pod')]
      : [],
  );
}

function windowsFaults(spec: PodSpec, path: string): FieldError[] {
  const whole = spec as unknown as Readonly<Record<string, unknown>>;
  const context = (spec.securityContext ?? {}) as Readonly<Record<string, unknown>>;
  return [
    ...securityFields.flatMap(([outer, inner]) => {
      const isSet = inner ? context[inner] !== undefined : whole[outer] !== undefined && whole[outer] !== null;
      const isOff = !inner && outer !== 'hostUsers' && outer !== 'shareProcessNamespace' && !whole[outer];
      return isSet && !isOff
        ? [fieldErrors.forbidden([path, outer, inner].filter(Boolean).join('.'), notOnWindows)]
        : [];
    }),
    ...containersOf(spec, path).flatMap(({ at, context: own }) =>
      containerFields
        .filter((field) => (own as Readonly<Record<string, unknown>> | undefined)?.[field] !== undefined)
        .map((field) => fieldErrors.forbidden(`${at}.securityContext.${field}`, notOnWindows)),
    ),
  ];
}

interface Placed {
  readonly at: string;
  readonly context: Container['securityContext'] | PodSecurityContext;
}

/** In the order in which the API server visits them. */
function containersOf(spec: PodSpec, path: string): Placed[] {
  const lists = ['initContainers', 'containers', 'ephemeralContainers'] as const;
  return lists.flatMap((list) =>
    (spec[list] ?? []).map(({ securityContext }, index) => ({
      at: `${path}.${list}[${index}]`,
      context: securityContext,
    })),
  );
}
