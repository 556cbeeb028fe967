import { decodeBase64, encodeUtf8 } from '@podlab/apimachinery';
import type { FileContent, LateText } from '@podlab/shell';
import type {
  Container,
  KeyToPath,
  ResourceFieldSelector,
  ServiceAccountTokenProjection,
  Volume as VolumeSpec,
  VolumeProjection,
} from 'kubernetes-types/core/v1';
import type { LocalApi, StoredOf } from '../../apiserver/local-api.ts';
import { fieldValue, namedContainer, type PodFacts, resourceValue } from '../containers/field-reference.ts';

/** Path → content of a volume whose files come from the API. What is not bytes makes the same text each time. */
export type ProjectedFiles = ReadonlyMap<string, FileContent>;

/** A volume cannot be set up yet; the kubelet tries again. */
export class VolumeError extends Error {
  override readonly name: string = 'VolumeError';
  readonly code = 'VOLUME_SETUP';
  /** The PersistentVolume that it is about, when that is not the Pod's own volume. */
  readonly volumeName: string | undefined;

  constructor(message: string, volumeName?: string) {
    super(message);
    this.volumeName = volumeName;
  }
}

/** A claim that cannot be mounted, whatever volume it gets: reported only after the kubelet has waited for it. */
export class UnprocessedVolumeError extends VolumeError {
  override readonly name = 'UnprocessedVolumeError';
}

export interface ProjectionSource {
  readonly api: Pick<LocalApi, 'get'>;
  readonly facts: PodFacts;
  /** A token of the Pod's service account that is still good for a while: the same value until it is renewed. */
  readonly token: (projection: ServiceAccountTokenProjection) => LateText;
}

/**
 * The files of a configMap, secret, downwardAPI or projected volume as the API has them now.
 * @returns undefined for a volume of another kind
 * @throws VolumeError when a source is missing and not optional
 */
export function projectedFiles(volume: VolumeSpec, source: ProjectionSource): ProjectedFiles | undefined {
  const { configMap, secret, downwardAPI, projected } = volume;
  if (projected) return mergeFiles((projected.sources ?? []).map((part) => projectionFiles(part, source)));
  if (configMap) return projectionFiles({ configMap }, source);
  if (downwardAPI) return projectionFiles({ downwardAPI }, source);
  if (secret) {
    const { secretName, ...rest } = secret;
    return projectionFiles({ secret: { ...rest, ...(secretName !== undefined && { name: secretName }) } }, source);
  }
  return undefined;
}

/** Whether two volumes have the same files. */
export function areSameFiles(a: ProjectedFiles, b: ProjectedFiles): boolean {
  if (a.size !== b.size) return false;
  for (const [path, content] of a) if (!isSameContent(content, b.get(path))) return false;
  return true;
}

function isSameContent(a: FileContent, b: FileContent | undefined): boolean {
  if (a === b) return true;
  if (!(a instanceof Uint8Array && b instanceof Uint8Array)) return false;
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function projectionFiles(projection: VolumeProjection, source: ProjectionSource): ProjectedFiles {
  const { configMap, secret, downwardAPI, serviceAccountToken } = projection;
  const { facts, api } = source;
  const namespace = facts.pod.metadata.namespace;
  if (configMap) {
    const found = api.get('configmaps', namespace, configMap.name ?? '');
    return pickKeys('configmap', configMap, found && configMapBytes(found));
  }
  if (secret) {
    const found = api.get('secrets', namespace, secret.name ?? '');
    return pickKeys('secret', secret, found && mapValues(found.data, decodeBase64));
  }
  if (serviceAccountToken) {
    return new Map([[serviceAccountToken.path, source.token(serviceAccountToken)]]);
  }
  return new Map(
    (downwardAPI?.items ?? []).map(({ path, fieldRef, resourceFieldRef }) => {
      if (fieldRef) return [path, fieldValue(fieldRef, facts)];
      if (!resourceFieldRef) throw new VolumeError(`no source for downwardAPI item ${path}`);
      return [path, resourceValue(resourceFieldRef, sourceContainer(facts.pod, resourceFieldRef), facts)];
    }),
  );
}

function sourceContainer(pod: PodFacts['pod'], { containerName = '' }: ResourceFieldSelector): Container {
  try {
    return namedContainer(pod, containerName);
  } catch (error) {
    throw new VolumeError((error as Error).message);
  }
}

function pickKeys(
  kind: string,
  { name = '', items, optional }: { name?: string; items?: KeyToPath[]; optional?: boolean },
  data: Readonly<Record<string, Uint8Array>> | undefined,
): ProjectedFiles {
  if (data === undefined) {
    if (optional) return new Map();
    throw new VolumeError(`${kind} "${name}" not found`);
  }
  if (items === undefined) return new Map(Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1)));
  return new Map(
    items.flatMap(({ key, path }) => {
      const content = data[key];
      if (content !== undefined) return [[path, content]];
      if (optional) return [];
      throw new VolumeError(
        kind === 'configmap'
          ? `configmap references non-existent config key: ${key}`
          : `references non-existent secret key: ${key}`,
      );
    }),
  );
}

/** Pods that mount the same ConfigMap share its bytes. */
const bytesOfConfigMaps = new WeakMap<StoredOf<'configmaps'>, Readonly<Record<string, Uint8Array>>>();

function configMapBytes(configMap: StoredOf<'configmaps'>): Readonly<Record<string, Uint8Array>> {
  const known = bytesOfConfigMaps.get(configMap);
  if (known) return known;
  const data = { ...mapValues(configMap.data, encodeUtf8), ...mapValues(configMap.binaryData, decodeBase64) };
  bytesOfConfigMaps.set(configMap, data);
  return data;
}

function mapValues<From, To>(values: Readonly<Record<string, From>> = {}, change: (value: From) => To) {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}

function mergeFiles(parts: readonly ProjectedFiles[]): ProjectedFiles {
  return new Map(parts.flatMap((part) => [...part]));
}
