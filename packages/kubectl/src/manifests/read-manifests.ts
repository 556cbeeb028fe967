import { isMap, type KubeObject, sortKeys } from '@podlab/apimachinery';
import type { DiscoveredResource } from '@podlab/kube-client';
import { parseAllDocuments, type Tags, type YAMLParseError } from 'yaml';
import type { Invocation } from '../cli/command.ts';
import { KubectlError, usageError } from '../cli/kubectl-error.ts';

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
  customTags: (tags: Tags) => tags.filter((tag) => typeof tag === 'string' || !leftOut.has(tag.tag)),
} as const;
const leftOut = new Set(['timestamp', 'binary', 'omap', 'pairs', 'set'].map((name) => `tag:yaml.org,2002:${name}`));

function parseObjects(source: string, text: string): KubeObject[] {
  const objects: KubeObject[] = [];
  for (const document of parseAllDocuments(text, goYaml)) {
    if (!('errors' in document)) continue;
    const [fault] = document.errors;
    if (fault)
      throw usageError(`error parsing ${source}: error converting YAML to JSON: yaml: ${faultText(fault, text)}`);
    const value: unknown = document.toJS();
    if (value === null || value === undefined) continue;
    if (!isMap(value))
      throw usageError(
        `error validating ${JSON.stringify(source)}: error validating data: invalid object to validate; if you choose to ignore these errors, turn validation off with --validate=false`,
      );
    const items = value['kind'] === 'List' && Array.isArray(value['items']) ? value['items'] : [value];
    objects.push(...items.map((item) => sortKeys(item) as KubeObject));
  }
  return objects;
}

/** What Go's parser says of faults that learners make; of others, our parser's words. */
const goWords: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'mapping values are not allowed in this context',
  TAB_AS_INDENT: 'found character that cannot start any token',
  BAD_INDENT: 'did not find expected node content',
  MISSING_CHAR: 'did not find expected key',
};

/** The fault, after its line as Go counts it. */
function faultText({ code, message, linePos, pos }: YAMLParseError, text: string): string {
  // Go tells the line of the colon that must not be there.
  const colon = text.indexOf(':', pos[0]);
  const line = code === 'BLOCK_AS_IMPLICIT_KEY' ? text.slice(0, colon).split('\n').length : linePos?.[0]?.line;
  const [first = ''] = message.split('\n');
  const words = goWords[code] ?? first.replace(/ at line \d+, column \d+:?$/, '');
  return line === undefined ? words : `line ${line}: ${words}`;
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
