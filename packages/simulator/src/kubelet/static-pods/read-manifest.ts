import { isMap } from '@podlab/apimachinery';
import { YAMLParseError, parse as parseYaml } from 'yaml';
import type { Pod, PodSpec } from 'kubernetes-types/core/v1';
import { findKindType } from '../../apiserver/schema/api-schema.ts';
import { DecodeError, decodeJson } from '../../apiserver/schema/decode-json.ts';
import { validatePod } from '../../apiserver/validation/pods/pod-spec.ts';
import { type ManifestVerdict, staticPodOf } from './static-pod-of.ts';

/** A file in the directory of manifests. */
export interface Manifest {
  /** Absolute path on the node. */
  readonly path: string;
  readonly text: string;
}

/**
 * The static Pod that a file of a node describes.
 * @returns a fault, as the kubelet logs it, when there is none
 * @see kubernetes v1.36 pkg/kubelet/config/file.go, common.go
 */
export function readManifest({ path, text }: Manifest, nodeName: string, nowMs: number): ManifestVerdict {
  let decoded: Pod;
  try {
    const found: unknown = parseYaml(text);
    if (!isMap(found)) return { fault: 'the file is empty' };
    const type = found['apiVersion'] === 'v1' && found['kind'] === 'Pod' ? findKindType('', 'v1', 'Pod') : undefined;
    if (type === undefined) return { fault: `invalid pod: ${JSON.stringify(found['kind'])}` };
    decoded = decodeJson(type, found).object;
  } catch (error) {
    if (error instanceof YAMLParseError || error instanceof DecodeError) return { fault: error.message };
    throw error;
  }
  const verdict = staticPodOf(decoded, path, { nodeName, nowMs });
  if ('fault' in verdict) return verdict;
  const faults = validatePod(verdict.pod as Pod);
  if (faults.length > 0)
    return { fault: `invalid pod: ${faults.map(({ field, type: kind }) => `${field}: ${kind}`).join(', ')}` };
  const forbidden = findForbidden(verdict.pod.spec);
  return forbidden ? { fault: `static pods may not reference ${forbidden}` } : verdict;
}

/** Objects of the API that a Pod needs which must do without the API. */
function findForbidden(spec: PodSpec): string | undefined {
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  const volumes = spec.volumes ?? [];
  const sources = volumes.flatMap(({ projected }) => projected?.sources ?? []);
  const variables = containers.flatMap(({ env = [] }) => env.map(({ valueFrom }) => valueFrom));
  const bulk = containers.flatMap(({ envFrom = [] }) => envFrom);
  const has = (found: readonly unknown[]) => found.some((value) => value !== undefined);
  const secrets = [
    ...(spec.imagePullSecrets ?? []),
    ...volumes.map(({ secret }) => secret),
    ...sources.map(({ secret }) => secret),
    ...variables.map((source) => source?.secretKeyRef),
    ...bulk.map(({ secretRef }) => secretRef),
  ];
  const configMaps = [
    ...volumes.map(({ configMap }) => configMap),
    ...sources.map(({ configMap }) => configMap),
    ...variables.map((source) => source?.configMapKeyRef),
    ...bulk.map(({ configMapRef }) => configMapRef),
  ];
  if (spec.serviceAccountName || spec.serviceAccount) return 'serviceaccounts';
  if (has(secrets)) return 'secrets';
  if (has(configMaps)) return 'configmaps';
  if (has(volumes.map(({ persistentVolumeClaim }) => persistentVolumeClaim))) return 'persistentvolumeclaims';
  return undefined;
}
