import { fieldErrors, type FieldError } from '@podlab/apimachinery';
import type { Container, ContainerPort } from 'kubernetes-types/core/v1';
import { portNameFaults, portNumber, requiredOneOf } from '../numbers.ts';
import { protocols } from '../protocols.ts';

/** @see pkg/apis/core/validation/validation.go `validateContainerPorts` (v1.36) */
export function validateContainerPorts(ports: readonly ContainerPort[], path: string): FieldError[] {
  const names = new Set<string>();
  return ports.flatMap((port, index) => {
    const at = `${path}[${index}]`;
    return [
      ...nameFaults(port.name ?? '', names, `${at}.name`),
      ...(port.containerPort
        ? portNumber(port.containerPort, `${at}.containerPort`)
        : [fieldErrors.required(`${at}.containerPort`)]),
      ...(port.hostPort ? portNumber(port.hostPort, `${at}.hostPort`) : []),
      ...requiredOneOf(port.protocol, protocols, `${at}.protocol`),
    ];
  });
}

function nameFaults(name: string, taken: Set<string>, path: string): FieldError[] {
  if (name === '') return [];
  const faults = fieldErrors.invalidEach(path, name, portNameFaults(name));
  if (faults.length > 0) return faults;
  if (taken.has(name)) return [fieldErrors.duplicate(path, name)];
  taken.add(name);
  return [];
}

/** Faults of host ports that two ports of these containers claim. */
export function hostPortConflicts(containers: readonly Container[], path: string): FieldError[] {
  const taken = new Set<string>();
  return containers.flatMap(({ ports = [] }, index) =>
    ports.flatMap(({ hostPort, protocol = '', hostIP = '' }, place) => {
      if (!hostPort) return [];
      const claim = `${protocol}/${hostIP}/${hostPort}`;
      if (taken.has(claim)) return [fieldErrors.duplicate(`${path}[${index}].ports[${place}].hostPort`, claim)];
      taken.add(claim);
      return [];
    }),
  );
}
