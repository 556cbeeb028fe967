import { dnsLabelFaults, dnsSubdomainFaults, fieldErrors, type FieldError, labelKeyFaults } from '@podlab/apimachinery';
import type { Pod, PodSpec } from 'kubernetes-types/core/v1';
import { validateAffinity } from './affinity.ts';
import { imageBlankFaults, validateContainers, validateInitContainers } from './container.ts';
import { validateDnsConfig, validateHostAliases } from './dns-config.ts';
import { validateLabels } from '../metadata.ts';
import { optionalOneOf, requiredOneOf } from '../numbers.ts';
import {
  claimNamesOf,
  fileKeyFaults,
  hostNetworkFaults,
  hostUserFaults,
  resourceClaimFaults,
} from './pod-references.ts';
import { hostProcessFaults, validateOs } from './pod-os.ts';
import { validatePodAnnotations } from './pod-annotations.ts';
import { validatePodResources } from './pod-resources.ts';
import { validatePodSecurityContext } from './pod-security-context.ts';
import { containerResourceNameFaults } from '../resource-names.ts';
import { validateResourceRequirements } from './resource-requirements.ts';
import { validateTolerations } from './tolerations.ts';
import { validateTopologySpread } from './topology-spread.ts';
import { validateVolumes } from './volumes.ts';

const restartPolicies = ['Always', 'OnFailure', 'Never'];
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const maxInt32 = 2_147_483_647;
const maxHostnameOverride = 64;

/** Faults of a Pod to be created. @see pkg/apis/core/validation/validation.go (v1.36), as are the others here */
export function validatePod(pod: Pod): FieldError[] {
  const spec = pod.spec ?? { containers: [] };
  const faults = validateWholePod(pod);
  if (spec.ephemeralContainers?.length) {
    faults.push(fieldErrors.forbidden('spec.ephemeralContainers', 'cannot be set on create'));
  }
  if (spec.nodeName && spec.schedulingGates?.length) {
    faults.push(fieldErrors.forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared'));
  }
  return faults;
}

/** Faults of a Pod, new or changed. */
export function validateWholePod({ spec = { containers: [] }, metadata }: Pod): FieldError[] {
  return [
    ...validatePodAnnotations(metadata?.annotations, 'metadata.annotations'),
    ...validatePodSpec(spec, 'spec', { podName: metadata?.name ?? '' }),
    ...imageBlankFaults(spec.containers ?? [], 'spec.containers'),
    ...imageBlankFaults(spec.initContainers ?? [], 'spec.initContainers'),
  ];
}

/**
 * Faults of the spec of a Pod, or of a template of Pods, under a path.
 * @param options `podName`: undefined for a template
 */
export function validatePodSpec(
  spec: PodSpec,
  path: string,
  options: { readonly podName?: string } = {},
): FieldError[] {
  const { isPod, ...volumeOptions } = { isPod: options.podName !== undefined, ...options };
  const volumes = validateVolumes(spec.volumes ?? [], { isPod, ...volumeOptions }, `${path}.volumes`);
  const claimNames = claimNamesOf(spec);
  const hasHostUsers = (spec as { readonly hostUsers?: boolean }).hostUsers ?? true;
  const surroundings = {
    volumes: volumes.usable,
    claimNames,
    restartPolicy: spec.restartPolicy,
    gracePeriodSeconds: spec.terminationGracePeriodSeconds,
    hasHostUsers,
  };
  const { containers = [], initContainers = [] } = spec as Partial<PodSpec>;
  const taken = new Set(containers.map(({ name }) => name));
  return [
    ...volumes.faults,
    ...resourceClaimFaults(spec, `${path}.resourceClaims`),
    ...validateContainers(containers, surroundings, `${path}.containers`),
    ...validateInitContainers(initContainers, taken, surroundings, `${path}.initContainers`),
    ...validatePodResources(spec, claimNames, `${path}.resources`),
    ...hostNetworkFaults(spec, `${path}.containers`, isPod),
    ...requiredOneOf(spec.restartPolicy, restartPolicies, `${path}.restartPolicy`),
    ...requiredOneOf(spec.dnsPolicy, dnsPolicies, `${path}.dnsPolicy`),
    ...validateLabels(spec.nodeSelector, `${path}.nodeSelector`),
    ...validatePodSecurityContext(spec, path),
    ...validateAffinity(spec.affinity, `${path}.affinity`),
    ...validateDnsConfig(spec, `${path}.dnsConfig`),
    ...gateFaults(spec, path),
    ...validateTopologySpread(spec.topologySpreadConstraints ?? [], `${path}.topologySpreadConstraints`),
    ...hostProcessFaults(spec, path),
    ...hostUserFaults(spec, path),
    ...nameFaults(spec, path),
    ...validateTolerations(spec.tolerations ?? [], `${path}.tolerations`),
    ...validateHostAliases(spec.hostAliases ?? [], `${path}.hostAliases`),
    ...named(spec.priorityClassName, `${path}.priorityClassName`),
    ...named(spec.runtimeClassName, `${path}.runtimeClassName`),
    ...optionalOneOf(spec.preemptionPolicy, ['PreemptLowerPriority', 'Never'], `${path}.preemptionPolicy`),
    ...validateResourceRequirements({ limits: spec.overhead }, containerResourceNameFaults, [], `${path}.overhead`),
    ...validateOs(spec, path),
    ...fileKeyFaults(spec, path),
  ];
}

function gateFaults({ readinessGates = [], schedulingGates = [] }: PodSpec, path: string): FieldError[] {
  return [
    ...readinessGates.flatMap(({ conditionType = '' }: { readonly conditionType?: string }, index) =>
      fieldErrors.invalidEach(
        `${path}.readinessGates[${index}].conditionType`,
        conditionType,
        labelKeyFaults(conditionType),
      ),
    ),
    ...schedulingGates.flatMap(({ name = '' }: { readonly name?: string }, index) => {
      const at = `${path}.schedulingGates[${index}]`;
      const isRepeated = schedulingGates.findIndex((other) => other.name === name) < index;
      return [
        ...fieldErrors.invalidEach(at, name, labelKeyFaults(name)),
        ...(isRepeated ? [fieldErrors.duplicate(at, name)] : []),
      ];
    }),
  ];
}

function nameFaults(spec: PodSpec, path: string): FieldError[] {
  const { activeDeadlineSeconds: deadline, hostname = '', subdomain = '', serviceAccountName, nodeName } = spec;
  return [
    ...hostnameOverrideFaults(spec, `${path}.hostnameOverride`),
    ...named(serviceAccountName, `${path}.serviceAccountName`),
    ...named(nodeName, `${path}.nodeName`),
    ...(deadline !== undefined && (deadline < 1 || deadline > maxInt32)
      ? [fieldErrors.invalid(`${path}.activeDeadlineSeconds`, deadline, `must be between 1 and ${maxInt32}, inclusive`)]
      : []),
    ...(hostname === '' ? [] : fieldErrors.invalidEach(`${path}.hostname`, hostname, dnsLabelFaults(hostname))),
    ...(subdomain === '' ? [] : fieldErrors.invalidEach(`${path}.subdomain`, subdomain, dnsLabelFaults(subdomain))),
  ];
}

function hostnameOverrideFaults(spec: PodSpec, path: string): FieldError[] {
  const { hostnameOverride: name } = spec as { readonly hostnameOverride?: string };
  if (name === undefined) return [];
  return [
    ...(spec.setHostnameAsFQDN
      ? [fieldErrors.forbidden(path, 'may not be specified when setHostnameAsFQDN is true')]
      : []),
    ...(spec.hostNetwork ? [fieldErrors.forbidden(path, 'may not be specified when hostNetwork is true')] : []),
    ...(name.length > maxHostnameOverride ? [fieldErrors.tooLong(path, maxHostnameOverride)] : []),
    ...fieldErrors.invalidEach(path, name, dnsSubdomainFaults(name)),
  ];
}

/** Faults of the name of another object. */
function named(name: string | undefined, path: string): FieldError[] {
  return name ? fieldErrors.invalidEach(path, name, dnsSubdomainFaults(name)) : [];
}
