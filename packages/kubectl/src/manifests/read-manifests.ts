import { goJsonKind, isMap, type KubeObject, sortKeys } from '@podlab/apimachinery';
import type { DiscoveredResource } from '@podlab/kube-client';
import { parseAllDocuments, type Tags } from 'yaml';
import type { Invocation } from '../cli/command.ts';
import { KubectlError, usageError } from '../cli/kubectl-error.ts';
import { goMeaningFault, goYamlFault } from './go-yaml-fault.ts';

/** One object of a file. */
export interface Manifest {
  readonly object: KubeObject;
  readonly resource: DiscoveredResource;
  /** The file as it was named; `STDIN` for `-`. */
  readonly source: string;
}

/**
 * Reads every object of `-f`: files, directories (`.yaml`, `.yml`, `.json`) and `-`.
 * @throws KubectlError worded as kubectl words it
 */
export async function readManifests(invocation: Invocation): Promise<Manifest[]> {
  const manifests: Manifest[] = [];
  for (const { source, text } of await readSources(invocation)) {
    for (const object of parseObjects(source, text)) {
      checkNamespace(object, invocation);
      manifests.push({ object, source, resource: await resourceOf(object, source, invocation) });
    }
  }
  if (manifests.length === 0)
    throw usageError('no objects passed to ' + (invocation.flags.list('filename').length > 0 ? 'apply' : 'command'));
  return manifests;
}

/** A namespace that was asked for by name must be the manifest's, where that has one. */
function checkNamespace({ metadata }: KubeObject, { flags, namespace }: Invocation): void {
  const own = metadata?.namespace;
  if (!flags.has('namespace') || own === undefined || own === namespace) return;
  throw usageError(
    `the namespace from the provided object ${JSON.stringify(own)} does not match the namespace ${JSON.stringify(namespace)}. You must pass '--namespace=${own}' to perform this operation.`,
  );
}

async function readSources(invocation: Invocation): Promise<{ source: string; text: string }[]> {
  const { files, flags, stdin } = invocation;
  const sources: { source: string; text: string }[] = [];
  for (const path of flags.list('filename')) {
    if (path === '-') {
      sources.push({ source: 'STDIN', text: await readAll(stdin) });
      continue;
    }
    if (/^https?:/.test(path)) {
      throw usageError(`${path}: this kubectl reads no manifests from the network: save the file and name it with -f`);
    }
    const inside = await files.list?.(path);
    const paths = inside ? inside.filter((name) => /\.(json|ya?ml)$/.test(name)).toSorted() : [path];
    for (const name of paths) {
      const text = await files.read?.(name);
      if (text === undefined) throw usageError(`the path ${JSON.stringify(name)} does not exist`);
      sources.push({ source: name, text });
    }
  }
  return sources;
}

async function readAll(stdin: AsyncIterable<Uint8Array> | undefined): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stdin ?? []) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

/** YAML as Kubernetes' tools read it: 1.1, where `yes` and `n` are truth values; times stay text. */
const goYaml = {
  version: '1.1',
  // The last one counts.
  uniqueKeys: false,
  customTags: (tags: Tags) => tags.filter((tag) => typeof tag === 'string' || !leftOut.has(tag.tag)),
} as const;
const leftOut = new Set(['timestamp', 'binary', 'omap', 'pairs', 'set'].map((name) => `tag:yaml.org,2002:${name}`));

/** @throws KubectlError for what is no manifest, worded as kubectl words it */
export function parseObjects(source: string, text: string): KubeObject[] {
  const objects: KubeObject[] = [];
  for (const document of parseAllDocuments(text, goYaml)) {
    if (!('errors' in document)) continue;
    const misread = (fault: string) =>
      usageError(`error parsing ${source}: error converting YAML to JSON: yaml: ${fault}`);
    if (document.errors.length > 0) throw misread(goYamlFault(document.errors, text));
    const meaningless = goMeaningFault(document);
    if (meaningless !== undefined) throw misread(meaningless);
    const value: unknown = document.toJS();
    if (value === null || value === undefined) continue;
    if (!isMap(value))
      throw usageError(
        `error validating ${JSON.stringify(source)}: error validating data: invalid object to validate; if you choose to ignore these errors, turn validation off with --validate=false`,
      );
    checkMetadata(source, value['metadata']);
    const items = value['kind'] === 'List' && Array.isArray(value['items']) ? value['items'] : [value];
    objects.push(...items.map((item) => sortKeys(item) as KubeObject));
  }
  return objects;
}

/** `metadata:` and, without a blank after its colon, `name:web` below it make a text. */
function checkMetadata(source: string, metadata: unknown): void {
  if (metadata === undefined || metadata === null || isMap(metadata)) return;
  throw usageError(
    `unable to decode ${JSON.stringify(source)}: json: cannot unmarshal ${goJsonKind(metadata)} into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta`,
  );
}

async function resourceOf(
  { apiVersion, kind, metadata }: KubeObject,
  source: string,
  { client, signal }: Invocation,
): Promise<DiscoveredResource> {
  const file = JSON.stringify(source);
  if (kind === undefined)
    throw usageError(
      `error validating ${file}: error validating data: kind not set; if you choose to ignore these errors, turn validation off with --validate=false`,
    );
  if (apiVersion === undefined)
    throw usageError(
      `error validating ${file}: error validating data: apiVersion not set; if you choose to ignore these errors, turn validation off with --validate=false`,
    );
  const resource = await client.discovery.findKind(apiVersion, kind, { signal });
  if (resource) return resource;
  throw new KubectlError(
    `error: resource mapping not found for name: ${JSON.stringify(metadata?.name ?? '')} namespace: ${JSON.stringify(metadata?.namespace ?? '')} from ${file}: ` +
      `no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}\nensure CRDs are installed first`,
  );
}
