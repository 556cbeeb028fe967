import { allRequests } from '#parts';
import { dnsLabelFaults, dnsSubdomainFaults, fieldErrors, type FieldError } from '@podlab/apimachinery';
import type { Container, PodSpec } from 'kubernetes-types/core/v1';

interface PodResourceClaim {
  readonly name?: string;
  readonly resourceClaimName?: string;
  readonly resourceClaimTemplateName?: string;
}

const claimsOf = (spec: PodSpec) =>
  ((spec as { readonly resourceClaims?: unknown }).resourceClaims ?? []) as readonly PodResourceClaim[];

/** The claims that containers may refer to. */
export function claimNamesOf(spec: PodSpec): string[] {
  return claimsOf(spec).flatMap(({ name }) => name || []);
}

/** @see pkg/apis/core/validation/validation.go `validatePodResourceClaims` (v1.36), as are the others here */
export function resourceClaimFaults(spec: PodSpec, path: string): FieldError[] {
  const claims = claimsOf(spec);
  return claims.flatMap((claim, index) => {
    const { name = '', resourceClaimName: own, resourceClaimTemplateName: template } = claim;
    const at = `${path}[${index}]`;
    const whole = (detail: string) =>
      fieldErrors.invalid(at, allRequests.code.internalObject('PodResourceClaim', { ...claim }), detail);
    const isRepeated = claims.findIndex((other) => other.name === name) < index;
    return [
      ...(name === '' ? [fieldErrors.required(`${at}.name`)] : []),
      ...(name !== '' && isRepeated ? [fieldErrors.duplicate(`${at}.name`, name)] : []),
      ...(name !== '' && !isRepeated ? fieldErrors.invalidEach(`${at}.name`, name, dnsLabelFaults(name)) : []),
      ...(own !== undefined && template !== undefined
        ? [whole('at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified')]
        : []),
      ...(own === undefined && template === undefined
        ? [whole('must specify one of: `resourceClaimName`, `resourceClaimTemplateName`')]
        : []),
      ...(own === undefined ? [] : fieldErrors.invalidEach(`${at}.resourceClaimName`, own, dnsSubdomainFaults(own))),
      ...(template === undefined
        ? []
        : fieldErrors.invalidEach(`${at}.resourceClaimTemplateName`, template, dnsSubdomainFaults(template))),
    ];
  });
}

/** Faults of ports that are not the host's where all ports are the host's. */
export function hostNetworkFaults(
  { hostNetwork, containers = [] }: Partial<PodSpec>,
  path: string,
  isPod: boolean,
): FieldError[] {
  if (!hostNetwork) return [];
  const detail = 'must match `containerPort` when `hostNetwork` is true';
  return containers.flatMap(({ ports = [] }, index) =>
    ports.flatMap(({ hostPort = 0, containerPort = 0 }: { hostPort?: number; containerPort?: number }, place) =>
      (isPod || hostPort !== 0) && hostPort !== containerPort
        ? [fieldErrors.invalid(`${path}[${index}].ports[${place}].hostPort`, hostPort, detail)]
        : [],
    ),
  );
}

/** Faults of what a Pod with users of its own may not share with the host. */
export function hostUserFaults(spec: PodSpec, path: string): FieldError[] {
  if ((spec as { readonly hostUsers?: boolean }).hostUsers !== false) return [];
  const detail = 'when `hostUsers` is false';
  return [
    ...(spec.hostNetwork ? [fieldErrors.forbidden(`${path}.hostNetwork`, detail)] : []),
    ...(spec.hostPID ? [fieldErrors.forbidden(`${path}.HostPID`, detail)] : []),
    ...(spec.hostIPC ? [fieldErrors.forbidden(`${path}.HostIPC`, detail)] : []),
    ...visited(spec, path).flatMap(({ container, at }) =>
      container.volumeDevices?.length ? [fieldErrors.forbidden(`${at}.volumeDevices`, detail)] : [],
    ),
  ];
}

/** Faults of variables that come out of a file: it must lie in an emptyDir. */
export function fileKeyFaults(spec: PodSpec, path: string): FieldError[] {
  return visited(spec, path).flatMap(({ container, at }) =>
    (container.env ?? []).flatMap(({ valueFrom }, index) => {
      const { fileKeyRef } = (valueFrom ?? {}) as { readonly fileKeyRef?: { readonly volumeName?: string } };
      if (!fileKeyRef) return [];
      const { volumeName = '' } = fileKeyRef;
      const where = `${at}.env[${index}].valueFrom.fileKeyRef.volumeName`;
      const volume = spec.volumes?.find(({ name }) => name === volumeName);
      if (!volume) return [fieldErrors.notFound(where, volumeName)];
      if (volume.emptyDir) return [];
      return [fieldErrors.invalid(where, volumeName, 'referenced volume must be of type emptyDir')];
    }),
  );
}

/** All containers with their paths, in the order in which the API server visits them. */
function visited(spec: PodSpec, path: string): { readonly container: Container; readonly at: string }[] {
  return (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((list) =>
    (spec[list] ?? []).map((container, index) => ({
      container,
      at: `${path}.${list}[${index}]`,
    })),
  );
}
