import { dnsLabelFaults, fieldErrors, type FieldError } from '@podlab/apimachinery';
import type { Pod, PodSpec, Toleration, Volume } from 'kubernetes-types/core/v1';
import { validateContainers } from './container.ts';
import { validateLabels } from './metadata.ts';
import { oneOf } from './numbers.ts';

const restartPolicies = ['Always', 'OnFailure', 'Never'];
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const maxInt32 = 2_147_483_647;

/** Faults of a Pod to be created. @see pkg/apis/core/validation/validation.go (v1.36) */
export function validatePod({ spec }: Pod): FieldError[] {
  if (!spec) return [fieldErrors.required('spec.containers')];
  const faults = validatePodSpec(spec, 'spec');
  if (spec.ephemeralContainers?.length) {
    faults.push(fieldErrors.forbidden('spec.ephemeralContainers', 'cannot be set on create'));
  }
  return faults;
}

/** Faults of the spec of a Pod, or of a template of Pods, under a path. */
export function validatePodSpec(spec: PodSpec, path: string): FieldError[] {
  const volumes = spec.volumes ?? [];
  const takenNames = new Set<string>();
  const { activeDeadlineSeconds: deadline } = spec;
  return [
    ...volumes.flatMap((volume, index) => volumeFaults(volume, index, volumes, `${path}.volumes[${index}]`)),
    ...(spec.containers?.length ? [] : [fieldErrors.required(`${path}.containers`)]),
    ...validateContainers(spec.containers ?? [], `${path}.containers`, { volumes, takenNames, isInit: false }),
    ...validateContainers(spec.initContainers ?? [], `${path}.initContainers`, { volumes, takenNames, isInit: true }),
    ...oneOf(spec.restartPolicy, restartPolicies, `${path}.restartPolicy`),
    ...oneOf(spec.dnsPolicy, dnsPolicies, `${path}.dnsPolicy`),
    ...validateLabels(spec.nodeSelector, `${path}.nodeSelector`),
    ...(spec.hostname
      ? dnsLabelFaults(spec.hostname).map((fault) => fieldErrors.invalid(`${path}.hostname`, spec.hostname, fault))
      : []),
    ...(deadline !== undefined && (deadline < 1 || deadline > maxInt32)
      ? [fieldErrors.invalid(`${path}.activeDeadlineSeconds`, deadline, `must be between 1 and ${maxInt32}, inclusive`)]
      : []),
    ...(spec.tolerations ?? []).flatMap((toleration, index) =>
      tolerationFaults(toleration, `${path}.tolerations[${index}]`),
    ),
  ];
}

function volumeFaults(volume: Volume, index: number, volumes: readonly Volume[], path: string): FieldError[] {
  const { name, ...sources } = volume;
  const faults: FieldError[] = [];
  if (!name) faults.push(fieldErrors.required(`${path}.name`));
  else faults.push(...dnsLabelFaults(name).map((fault) => fieldErrors.invalid(`${path}.name`, name, fault)));
  if (name && volumes.findIndex((other) => other.name === name) < index) {
    faults.push(fieldErrors.duplicate(`${path}.name`, name));
  }
  const [, ...more] = Object.keys(sources);
  faults.push(
    ...more.map((source) => fieldErrors.forbidden(`${path}.${source}`, 'may not specify more than 1 volume type')),
  );
  if (volume.configMap && !volume.configMap.name) faults.push(fieldErrors.required(`${path}.configMap.name`));
  if (volume.secret && !volume.secret.secretName) faults.push(fieldErrors.required(`${path}.secret.secretName`));
  if (volume.hostPath && !volume.hostPath.path) faults.push(fieldErrors.required(`${path}.hostPath.path`));
  if (volume.persistentVolumeClaim && !volume.persistentVolumeClaim.claimName) {
    faults.push(fieldErrors.required(`${path}.persistentVolumeClaim.claimName`));
  }
  return faults;
}

function tolerationFaults({ key, operator, value, effect, tolerationSeconds }: Toleration, path: string): FieldError[] {
  const faults: FieldError[] = [];
  if (!key && operator !== 'Exists') {
    const detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
    faults.push(fieldErrors.invalid(`${path}.operator`, operator ?? '', detail));
  }
  if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
    faults.push(
      fieldErrors.invalid(`${path}.effect`, effect ?? '', "effect must be 'NoExecute' when `tolerationSeconds` is set"),
    );
  }
  if (operator === 'Exists' && value) {
    faults.push(fieldErrors.invalid(`${path}.operator`, value, "value must be empty when `operator` is 'Exists'"));
  }
  if (operator) faults.push(...oneOf(operator, ['Equal', 'Exists'], `${path}.operator`));
  if (effect) faults.push(...oneOf(effect, ['NoSchedule', 'PreferNoSchedule', 'NoExecute'], `${path}.effect`));
  return faults;
}
