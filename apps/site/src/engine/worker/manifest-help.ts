import { encodeUtf8 } from '@podlab/apimachinery';
import type { FieldHint, ManifestProblem } from '@podlab/lab-ui/model';
import { createEmbeddedCluster, type EmbeddedCluster } from '@podlab/simulator';
import { isMap, isScalar, LineCounter, parseAllDocuments, type Document, type Node, type YAMLError } from 'yaml';
import { openSchemas } from './field-schemas.ts';
import { findMisfit } from './misfit.ts';

/** What is known of manifests that nobody has applied yet. */
export interface ManifestHelp {
  findProblems(yaml: string): readonly ManifestProblem[];
  completeField(yaml: string, offset: number): readonly FieldHint[];
}

interface Refusal {
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly field?: string; readonly message?: string }[] };
}

interface Fault {
  readonly field: string;
  readonly message: string;
}

/**
 * Asks an API server of its own, with nothing in it, whether it would take each manifest as a new object: so nothing
 * that is asked while somebody types is part of the lab.
 */
export function createManifestHelp(namespace: string): ManifestHelp {
  const cluster = createEmbeddedCluster({ seed: 'manifests', startTimeMs: 0, nodes: [] });
  const ask = (method: string, path: string, body?: unknown) => askCluster(cluster, method, path, body);
  ask('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  cluster.time.runUntil(5_000);
  const schemas = openSchemas((path) => ask('GET', path).text);
  return {
    findProblems: (yaml) => {
      const lines = new LineCounter();
      const documents = parseAllDocuments(yaml, { lineCounter: lines });
      if (!Array.isArray(documents)) return [];
      const place = { lines, length: yaml.length };
      return documents.flatMap((document) => problemsOf(document, place, (object) => faultsOf(object)));
    },
    completeField: (yaml, offset) => schemas.complete(yaml, offset),
  };

  function faultsOf(object: Readonly<Record<string, unknown>>): readonly Fault[] {
    const { apiVersion, kind } = object;
    if (typeof apiVersion !== 'string')
      return [{ field: 'apiVersion', message: 'There must be an apiVersion, such as v1.' }];
    if (typeof kind !== 'string') return [{ field: 'kind', message: 'There must be a kind, such as Pod.' }];
    const resource = schemas.findResource(apiVersion, kind);
    if (!resource) {
      return [{ field: 'kind', message: `The cluster knows no kind ${kind} of ${apiVersion}.` }];
    }
    const inNamespace = resource.namespaced ? `/namespaces/${namespaceOf(object) ?? namespace}` : '';
    const path = `${apiVersion.includes('/') ? '/apis' : '/api'}/${apiVersion}${inNamespace}/${resource.name}`;
    const { status, text } = ask('POST', `${path}?dryRun=All&fieldValidation=Strict`, object);
    return status < 400 ? [] : readRefusal(JSON.parse(text) as Refusal, object);
  }
}

function askCluster(cluster: EmbeddedCluster, method: string, path: string, body?: unknown) {
  const answer = cluster.handle({
    method,
    path,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    ...(body !== undefined && { body: encodeUtf8(JSON.stringify(body)) }),
  });
  const text =
    typeof answer.body === 'string'
      ? answer.body
      : answer.body instanceof Uint8Array
        ? new TextDecoder().decode(answer.body)
        : '';
  return { status: answer.status, text };
}

function namespaceOf({ metadata }: Readonly<Record<string, unknown>>): string | undefined {
  const { namespace } = (metadata ?? {}) as { namespace?: unknown };
  return typeof namespace === 'string' ? namespace : undefined;
}

/** Each field that the API complains about; `strict decoding error: unknown field "spec.x"` names its field in the text. */
function readRefusal({ message = '', details }: Refusal, object: unknown): readonly Fault[] {
  const causes = (details?.causes ?? []).flatMap(({ field, message: text }) =>
    field === undefined || text === undefined ? [] : [{ field, message: text }],
  );
  if (causes.length > 0) return causes;
  const strict = [...message.matchAll(/(unknown|duplicate) field "([^"]+)"/g)].map(([, how, field]) => ({
    field: field ?? '',
    message: how === 'unknown' ? 'The cluster knows no such field here.' : 'This field stands here twice.',
  }));
  return strict.length > 0 ? strict : [findMisfit(message, object) ?? { field: '', message }];
}

const noColon = 'There is no colon behind this name.';

/** What the parser's commonest complaints mean to somebody who writes a manifest. */
const plainWords: Readonly<Record<string, string>> = {
  MULTILINE_IMPLICIT_KEY: noColon,
  BLOCK_AS_IMPLICIT_KEY: 'Two colons stand in one line. Text with a colon must be in quotes.',
  TAB_AS_INDENT: 'YAML is indented by spaces, never by tabs.',
  DUPLICATE_KEY: 'This field stands here twice.',
};

function sayYamlError({ code, message }: YAMLError): string {
  const [line = message] = message.split('\n');
  if (line.startsWith('Implicit map keys need')) return noColon;
  return plainWords[code] ?? line.replace(/ at line \d+, column \d+:?$/, '');
}

interface Place {
  readonly lines: LineCounter;
  readonly length: number;
}

function problemsOf(
  document: Document.Parsed,
  place: Place,
  faultsOf: (object: Readonly<Record<string, unknown>>) => readonly Fault[],
): readonly ManifestProblem[] {
  if (document.errors.length > 0) {
    return document.errors.map((error) => problemAt(place, error.pos, { field: '', message: sayYamlError(error) }));
  }
  const object = document.toJS() as unknown;
  if (object === null || object === undefined) return [];
  if (typeof object !== 'object' || Array.isArray(object)) {
    return [
      problemAt(place, rangeOf(document.contents), {
        field: '',
        message: 'A manifest is an object with apiVersion, kind and metadata.',
      }),
    ];
  }
  return faultsOf(object as Record<string, unknown>).map((fault) =>
    problemAt(place, placeOf(document, fault.field), fault),
  );
}

function problemAt({ lines, length }: Place, [from, to]: readonly [number, number], fault: Fault): ManifestProblem {
  const { line, col } = lines.linePos(Math.min(from, length));
  return { ...fault, line, column: col, from, to: Math.min(Math.max(to, from + 1), length), severity: 'error' };
}

/** Where a field stands, or else the nearest field above it that is there. */
function placeOf(document: Document.Parsed, field: string): readonly [number, number] {
  const path = [...field.matchAll(/[^.[\]]+/g)].map(([part]) => (/^\d+$/.test(part) ? Number(part) : part));
  for (let length = path.length; length > 0; length -= 1) {
    const key = keyAt(document, path.slice(0, length));
    if (key) return key;
  }
  return rangeOf(document.contents);
}

function keyAt(document: Document.Parsed, path: readonly (string | number)[]): readonly [number, number] | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(last));
    return pair && rangeOf(pair.key as Node);
  }
  const item = document.getIn(path, true) as Node | undefined;
  return item && rangeOf(item);
}

function rangeOf(node: Node | null | undefined): readonly [number, number] {
  return [node?.range?.[0] ?? 0, node?.range?.[1] ?? 0];
}
