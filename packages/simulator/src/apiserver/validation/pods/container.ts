import { dnsLabelFaults, fieldErrors, type FieldError } from '@podlab/apimachinery';
import type { Container, Volume } from 'kubernetes-types/core/v1';
import { hostPortConflicts, validateContainerPorts } from './container-ports.ts';
import { validateEnv, validateEnvFrom } from './environment.ts';
import { validateVolumeDevices, validateVolumeMounts } from './mounts.ts';
import { requiredOneOf } from '../numbers.ts';
import { validateLifecycle, validateProbe } from './probe.ts';
import { containerResourceNameFaults } from '../resource-names.ts';
import { validateResourceRequirements } from './resource-requirements.ts';
import { validateContainerRestartPolicy, validateResizePolicy } from './restart-policy.ts';
import { validateSecurityContext } from './security-context.ts';

/** What of a Pod its containers are held against. */
export interface ContainerSurroundings {
  /** Volumes without a fault, by name. */
  readonly volumes: ReadonlyMap<string, Volume>;
  /** Of `spec.resourceClaims`. */
  readonly claimNames: readonly string[];
  readonly restartPolicy: string | undefined;
  readonly gracePeriodSeconds: number | undefined;
  readonly hasHostUsers: boolean;
}

/** @see pkg/apis/core/validation/validation.go `validateContainers` (v1.36), as are the others here */
export function validateContainers(
  containers: readonly Container[],
  surroundings: ContainerSurroundings,
  path: string,
): FieldError[] {
  if (containers.length === 0) return [fieldErrors.required(path)];
  const taken = new Set<string>();
  return [
    ...containers.flatMap((container, index) => {
      const at = `${path}[${index}]`;
      return [
        ...commonFaults(container, surroundings, at),
        ...nameTaken(container, taken, at),
        ...validateLifecycle(container.lifecycle, surroundings.gracePeriodSeconds, `${at}.lifecycle`),
        ...probeFaults(container, surroundings, at),
        ...validateContainerRestartPolicy(container, at, false),
      ];
    }),
    ...hostPortConflicts(containers, path),
  ];
}

/** @param taken names of the other containers */
export function validateInitContainers(
  containers: readonly Container[],
  taken: Set<string>,
  surroundings: ContainerSurroundings,
  path: string,
): FieldError[] {
  return containers.flatMap((container, index) => {
    const at = `${path}[${index}]`;
    const isSidecar = container.restartPolicy === 'Always';
    return [
      ...commonFaults(container, surroundings, at),
      ...validateContainerRestartPolicy(container, at, true),
      ...nameTaken(container, taken, at),
      // Each is looked at alone, as the first of a list.
      ...hostPortConflicts([container], path),
      ...(isSidecar
        ? [
            ...validateLifecycle(container.lifecycle, surroundings.gracePeriodSeconds, `${at}.lifecycle`),
            ...probeFaults(container, surroundings, at),
          ]
        : [...initOnlyFaults(container, at), ...resizeFaults(container, `${at}.resizePolicy`)]),
    ];
  });
}

/** Faults of an image name that no Pod may have, though a template may. */
export function imageBlankFaults(containers: readonly Container[], path: string): FieldError[] {
  return containers.flatMap(({ image = '' }, index) =>
    image.trim() === image
      ? []
      : [fieldErrors.invalid(`${path}[${index}].image`, image, 'must not have leading or trailing whitespace')],
  );
}

function commonFaults(container: Container, surroundings: ContainerSurroundings, path: string): FieldError[] {
  const { name = '' } = container as Partial<Container>;
  const { volumes, claimNames, restartPolicy, hasHostUsers } = surroundings;
  return [
    ...(name === ''
      ? [fieldErrors.required(`${path}.name`)]
      : fieldErrors.invalidEach(`${path}.name`, name, dnsLabelFaults(name))),
    ...(container.image ? [] : [fieldErrors.required(`${path}.image`)]),
    ...requiredOneOf(
      container.terminationMessagePolicy,
      ['File', 'FallbackToLogsOnError'],
      `${path}.terminationMessagePolicy`,
    ),
    ...validateContainerPorts(container.ports ?? [], `${path}.ports`),
    ...validateEnv(container.env ?? [], `${path}.env`),
    ...validateEnvFrom(container.envFrom ?? [], `${path}.envFrom`),
    ...validateVolumeMounts(container, volumes, `${path}.volumeMounts`),
    ...validateVolumeDevices(container, volumes, `${path}.volumeDevices`),
    ...requiredOneOf(container.imagePullPolicy, ['Always', 'IfNotPresent', 'Never'], `${path}.imagePullPolicy`),
    ...validateResourceRequirements(
      container.resources ?? {},
      containerResourceNameFaults,
      claimNames,
      `${path}.resources`,
    ),
    ...validateResizePolicy(container, restartPolicy, `${path}.resizePolicy`),
    ...validateSecurityContext(container.securityContext, hasHostUsers, `${path}.securityContext`),
  ];
}

function nameTaken({ name }: Container, taken: Set<string>, path: string): FieldError[] {
  if (taken.has(name)) return [fieldErrors.duplicate(`${path}.name`, name ?? '')];
  taken.add(name);
  return [];
}

function probeFaults(container: Container, { gracePeriodSeconds }: ContainerSurroundings, path: string): FieldError[] {
  return (['livenessProbe', 'readinessProbe', 'startupProbe'] as const).flatMap((kind) =>
    validateProbe(kind, container[kind], gracePeriodSeconds, `${path}.${kind}`),
  );
}

function initOnlyFaults(container: Container, path: string): FieldError[] {
  const fields = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const;
  return fields
    .filter((field) => container[field] !== undefined)
    .map((field) =>
      fieldErrors.forbidden(`${path}.${field}`, 'may not be set for init containers without restartPolicy=Always'),
    );
}

function resizeFaults({ resizePolicy = [] }: Container, path: string): FieldError[] {
  const detail = "must not be set to 'RestartContainer' for non-sidecar initContainers";
  return resizePolicy.flatMap(({ restartPolicy }, index) =>
    restartPolicy === 'RestartContainer'
      ? [fieldErrors.invalid(`${path}[${index}].restartPolicy`, restartPolicy, detail)]
      : [],
  );
}
