import {
  compareQuantities,
  dnsLabelFaults,
  fieldErrors,
  formatQuantity,
  parseQuantity,
  type FieldError,
} from '@podlab/apimachinery';
import type { Container, ContainerPort, EnvVar, ResourceRequirements, Volume } from 'kubernetes-types/core/v1';
import { oneOf, portNameFaults, portNumber } from './numbers.ts';
import { validateHandler, validateProbe } from './probe.ts';

/** @see pkg/apis/core/validation/validation.go `validateContainers`, `validateInitContainers` (v1.36) */
export function validateContainers(
  containers: readonly Container[],
  path: string,
  options: { readonly volumes: readonly Volume[]; readonly takenNames: Set<string>; readonly isInit: boolean },
): FieldError[] {
  return containers.flatMap((container, index) => {
    const at = `${path}[${index}]`;
    const faults = validateContainer(container, at, options.volumes);
    if (container.name && options.takenNames.has(container.name)) {
      faults.push(fieldErrors.duplicate(`${at}.name`, container.name));
    }
    options.takenNames.add(container.name);
    if (options.isInit && container.restartPolicy !== 'Always') faults.push(...initOnlyFaults(container, at));
    else faults.push(...hookFaults(container, at));
    return faults;
  });
}

function validateContainer(container: Container, path: string, volumes: readonly Volume[]): FieldError[] {
  const { name, image, imagePullPolicy, terminationMessagePolicy, restartPolicy } = container;
  return [
    ...nameFaults(name, `${path}.name`),
    ...imageFaults(image, `${path}.image`),
    ...(restartPolicy ? oneOf(restartPolicy, ['Always', 'OnFailure', 'Never'], `${path}.restartPolicy`) : []),
    ...portFaults(container.ports ?? [], `${path}.ports`),
    ...envFaults(container.env ?? [], `${path}.env`),
    ...mountFaults(container, path, volumes),
    ...oneOf(imagePullPolicy, ['Always', 'IfNotPresent', 'Never'], `${path}.imagePullPolicy`),
    ...oneOf(terminationMessagePolicy, ['FallbackToLogsOnError', 'File'], `${path}.terminationMessagePolicy`),
    ...resourceFaults(container.resources ?? {}, `${path}.resources`),
  ];
}

function nameFaults(name: string, path: string): FieldError[] {
  if (!name) return [fieldErrors.required(path)];
  return dnsLabelFaults(name).map((fault) => fieldErrors.invalid(path, name, fault));
}

function imageFaults(image: string | undefined, path: string): FieldError[] {
  if (!image) return [fieldErrors.required(path)];
  if (image.trim() === image) return [];
  return [fieldErrors.invalid(path, image, 'must not have leading or trailing whitespace')];
}

function hookFaults({ lifecycle, ...container }: Container, path: string): FieldError[] {
  return [
    ...(lifecycle?.postStart ? validateHandler(lifecycle.postStart, `${path}.lifecycle.postStart`) : []),
    ...(lifecycle?.preStop ? validateHandler(lifecycle.preStop, `${path}.lifecycle.preStop`) : []),
    ...validateProbe(container.livenessProbe, `${path}.livenessProbe`, true),
    ...validateProbe(container.readinessProbe, `${path}.readinessProbe`, false),
    ...validateProbe(container.startupProbe, `${path}.startupProbe`, true),
  ];
}

function initOnlyFaults(container: Container, path: string): FieldError[] {
  const fields = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const;
  return fields
    .filter((field) => container[field] !== undefined)
    .map((field) =>
      fieldErrors.forbidden(`${path}.${field}`, 'may not be set for init containers without restartPolicy=Always'),
    );
}

function portFaults(ports: readonly ContainerPort[], path: string): FieldError[] {
  const names = new Set<string>();
  return ports.flatMap((port, index) => {
    const at = `${path}[${index}]`;
    const faults: FieldError[] = [];
    if (port.name) {
      const wrong = portNameFaults(port.name);
      if (wrong.length > 0) faults.push(...wrong.map((fault) => fieldErrors.invalid(`${at}.name`, port.name, fault)));
      else if (names.has(port.name)) faults.push(fieldErrors.duplicate(`${at}.name`, port.name));
      names.add(port.name);
    }
    if (!port.containerPort) faults.push(fieldErrors.required(`${at}.containerPort`));
    else faults.push(...portNumber(port.containerPort, `${at}.containerPort`));
    if (port.hostPort) faults.push(...portNumber(port.hostPort, `${at}.hostPort`));
    return [...faults, ...oneOf(port.protocol, ['SCTP', 'TCP', 'UDP'], `${at}.protocol`)];
  });
}

function envFaults(variables: readonly EnvVar[], path: string): FieldError[] {
  return variables.flatMap(({ name, value, valueFrom }, index) => {
    const at = `${path}[${index}]`;
    if (!name) return [fieldErrors.required(`${at}.name`)];
    if (!/^[\x20-\x3c\x3e-\x7e]+$/.test(name)) {
      return [
        fieldErrors.invalid(
          `${at}.name`,
          name,
          "a valid environment variable name must consist only of printable ASCII characters other than '='",
        ),
      ];
    }
    if (!valueFrom) return [];
    const sources = Object.keys(valueFrom).length;
    if (sources === 0) {
      const choices =
        'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`';
      return [fieldErrors.invalid(`${at}.valueFrom`, '', choices)];
    }
    if (value) return [fieldErrors.invalid(`${at}.valueFrom`, '', 'may not be specified when `value` is not empty')];
    if (sources > 1) {
      return [fieldErrors.invalid(`${at}.valueFrom`, '', 'may not have more than one field specified at a time')];
    }
    return [];
  });
}

function mountFaults({ volumeMounts = [] }: Container, path: string, volumes: readonly Volume[]): FieldError[] {
  const paths = new Set<string>();
  return volumeMounts.flatMap(({ name, mountPath }, index) => {
    const at = `${path}.volumeMounts[${index}]`;
    const faults: FieldError[] = [];
    if (!name) faults.push(fieldErrors.required(`${at}.name`));
    else if (!volumes.some((volume) => volume.name === name)) faults.push(fieldErrors.notFound(`${at}.name`, name));
    if (!mountPath) faults.push(fieldErrors.required(`${at}.mountPath`));
    if (paths.has(mountPath)) faults.push(fieldErrors.invalid(`${at}.mountPath`, mountPath, 'must be unique'));
    paths.add(mountPath);
    return faults;
  });
}

function resourceFaults({ limits = {}, requests = {} }: ResourceRequirements, path: string): FieldError[] {
  const faults: FieldError[] = [];
  for (const [list, amounts] of Object.entries({ limits, requests })) {
    for (const [name, amount] of Object.entries(amounts)) {
      if (parseQuantity(amount).nanos < 0n) {
        faults.push(fieldErrors.invalid(`${path}.${list}[${name}]`, amount, 'must be greater than or equal to 0'));
      }
    }
  }
  for (const [name, request] of Object.entries(requests)) {
    const limit = limits[name];
    if (limit === undefined || compareQuantities(parseQuantity(request), parseQuantity(limit)) <= 0) continue;
    faults.push(
      fieldErrors.invalid(
        `${path}.requests`,
        formatQuantity(parseQuantity(request)),
        `must be less than or equal to ${name} limit of ${formatQuantity(parseQuantity(limit))}`,
      ),
    );
  }
  return faults;
}
