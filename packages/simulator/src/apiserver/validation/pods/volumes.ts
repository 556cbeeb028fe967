import { dnsLabelFaults, dnsSubdomainFaults, fieldErrors, type FieldError, parseQuantity } from '@podlab/apimachinery';
import type { CSIVolumeSource, EphemeralVolumeSource, HostPathVolumeSource, Volume } from 'kubernetes-types/core/v1';
import { rareKinds } from '#parts';
import { validateLabels } from '../metadata.ts';
import { oneOf, requiredOneOf } from '../numbers.ts';
import { fileModeFaults, upwardPathFaults } from '../paths.ts';
import { downwardFileFaults, keyFileFaults, validateProjectedVolume } from './projected-volume.ts';

const hostPathTypes = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];
const longestDriverName = 63;
const templateMetadata = ['labels', 'annotations'];
type Source = keyof Omit<Volume, 'name'> | 'image';
/** In the order in which the API server looks at them: the first is the volume's, others are too many. */
const sourceOrder: readonly Source[] = [
  'emptyDir',
  'hostPath',
  'gitRepo',
  'secret',
  'nfs',
  'persistentVolumeClaim',
  'downwardAPI',
  'configMap',
  'projected',
  'csi',
  'ephemeral',
  'image',
];

export interface ValidatedVolumes {
  readonly faults: readonly FieldError[];
  /** Those without a fault, by name: only these can be mounted. */
  readonly usable: ReadonlyMap<string, Volume>;
}

/**
 * @param podName undefined in a template
 * @see pkg/apis/core/validation/validation.go `ValidateVolumes` (v1.36), as are the others here
 */
export function validateVolumes(
  volumes: readonly Volume[],
  options: { readonly isPod: boolean; readonly podName?: string },
  path: string,
): ValidatedVolumes {
  const faults: FieldError[] = [];
  const usable = new Map<string, Volume>();
  const created = options.podName === undefined ? [] : volumes.filter(({ ephemeral }) => ephemeral);
  for (const [index, volume] of volumes.entries()) {
    const at = `${path}[${index}]`;
    const { name = '' } = volume as Partial<Volume>;
    const own = [
      ...sourceFaults(volume, at, options.isPod),
      ...(name === ''
        ? [fieldErrors.required(`${at}.name`)]
        : fieldErrors.invalidEach(`${at}.name`, name, dnsLabelFaults(name))),
      ...(usable.has(name) ? [fieldErrors.duplicate(`${at}.name`, name)] : []),
    ];
    if (own.length === 0) usable.set(name, volume);
    faults.push(...own);
    const claimName = volume.persistentVolumeClaim?.claimName;
    if (created.some((other) => `${options.podName}-${other.name}` === claimName)) {
      const detail = 'must not reference a PVC that gets created for an ephemeral volume';
      faults.push(fieldErrors.invalid(`${at}.persistentVolumeClaim.claimName`, claimName, detail));
    }
  }
  return { faults, usable };
}

function sourceFaults(volume: Volume, path: string, isPod: boolean): FieldError[] {
  const { name: _name, ...sources } = volume;
  const present = Object.keys(sources) as Source[];
  const rank = (source: Source) => (sourceOrder.includes(source) ? sourceOrder.indexOf(source) : sourceOrder.length);
  const [first, ...more] = present.toSorted((a, b) => rank(a) - rank(b));
  if (first === undefined) return [fieldErrors.required(path, 'must specify a volume type')];
  return [
    ...oneSourceFaults(first, volume, `${path}.${first}`, isPod),
    ...more.map((source) => fieldErrors.forbidden(`${path}.${source}`, 'may not specify more than 1 volume type')),
  ];
}

function oneSourceFaults(source: Source, volume: Volume, path: string, isPod: boolean): FieldError[] {
  const { emptyDir, secret, configMap, downwardAPI, persistentVolumeClaim, nfs, gitRepo } = volume;
  switch (source) {
    case 'emptyDir':
      if (parseQuantity(emptyDir?.sizeLimit ?? '0').nanos >= 0n) return [];
      return [fieldErrors.forbidden(`${path}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')];
    case 'hostPath':
      return hostPathFaults(volume.hostPath ?? {}, path);
    case 'gitRepo':
      return gitRepo?.repository ? [] : [fieldErrors.required(`${path}.repository`)];
    case 'secret':
      return [
        ...(secret?.secretName ? [] : [fieldErrors.required(`${path}.secretName`)]),
        ...fileModeFaults(secret?.defaultMode, `${path}.defaultMode`),
        ...keyFileFaults(secret?.items ?? [], `${path}.items`),
      ];
    case 'configMap':
      return [
        ...(configMap?.name ? [] : [fieldErrors.required(`${path}.name`)]),
        ...fileModeFaults(configMap?.defaultMode, `${path}.defaultMode`),
        ...keyFileFaults(configMap?.items ?? [], `${path}.items`),
      ];
    case 'nfs':
      return [
        ...(nfs?.server ? [] : [fieldErrors.required(`${path}.server`)]),
        ...(nfs?.path ? [] : [fieldErrors.required(`${path}.path`)]),
        ...(nfs?.path?.startsWith('/')
          ? []
          : [fieldErrors.invalid(`${path}.path`, nfs?.path ?? '', 'must be an absolute path')]),
      ];
    case 'persistentVolumeClaim':
      return persistentVolumeClaim?.claimName ? [] : [fieldErrors.required(`${path}.claimName`)];
    case 'downwardAPI':
      return [
        ...fileModeFaults(downwardAPI?.defaultMode, `${path}.defaultMode`),
        ...(downwardAPI?.items ?? []).flatMap((file) => downwardFileFaults(file, path)),
      ];
    case 'projected':
      return validateProjectedVolume(volume.projected ?? {}, path);
    case 'csi':
      return csiFaults(volume.csi ?? {}, path);
    case 'ephemeral':
      return ephemeralFaults(volume.ephemeral ?? {}, path);
    case 'image':
      return imageFaults(volume as { readonly image?: ImageVolumeSource }, path, isPod);
    default:
      return [];
  }
}

function hostPathFaults({ path: file, type }: Partial<HostPathVolumeSource>, path: string): FieldError[] {
  if (!file) return [fieldErrors.required(`${path}.path`)];
  return [...upwardPathFaults(file, `${path}.path`), ...oneOf(type ?? '', hostPathTypes, `${path}.type`)];
}

function csiFaults(csi: Partial<CSIVolumeSource>, path: string): FieldError[] {
  const { driver = '', nodePublishSecretRef: secret } = csi;
  const at = `${path}.driver`;
  return [
    ...(driver === '' ? [fieldErrors.required(at)] : []),
    ...(driver.length > longestDriverName ? [fieldErrors.tooLong(at, longestDriverName)] : []),
    ...(driver === '' ? [] : fieldErrors.invalidEach(at, driver, dnsSubdomainFaults(driver.toLowerCase()))),
    ...(secret && !secret.name ? [fieldErrors.required(`${path}.nodePublishSecretRef.name`)] : []),
    ...(secret?.name ? fieldErrors.invalidEach(`${path}.name`, secret.name, dnsSubdomainFaults(secret.name)) : []),
  ];
}

function ephemeralFaults({ volumeClaimTemplate: template }: EphemeralVolumeSource, path: string): FieldError[] {
  const at = `${path}.volumeClaimTemplate`;
  if (!template) return [fieldErrors.required(at)];
  const { metadata = {}, spec } = template;
  return [
    ...validateLabels(metadata.labels, `${at}.metadata.labels`),
    ...Object.keys(metadata)
      .filter((field) => !templateMetadata.includes(field))
      .map((field) => fieldErrors.forbidden(`${at}.metadata.${field}`, 'cannot be set')),
    ...rareKinds.code.validateClaimSpec(spec ?? {}, `${at}.spec`),
  ];
}

interface ImageVolumeSource {
  readonly reference?: string;
  readonly pullPolicy?: string;
}

function imageFaults({ image }: { readonly image?: ImageVolumeSource }, path: string, isPod: boolean): FieldError[] {
  return [
    ...(isPod && !image?.reference ? [fieldErrors.required(`${path}.reference`)] : []),
    ...requiredOneOf(image?.pullPolicy, ['Always', 'IfNotPresent', 'Never'], `${path}.pullPolicy`),
  ];
}
