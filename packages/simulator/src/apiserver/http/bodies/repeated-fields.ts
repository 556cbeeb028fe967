import { decodeUtf8, isMap } from '@podlab/apimachinery';
import { isMap as isYamlMap, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { PatchKind } from '../verbs/patch-object.ts';

/**
 * What a client is told of names that stand twice in a map of a body, JSON or YAML. Protobuf has none.
 * @see sigs.k8s.io/json, sigs.k8s.io/yaml
 */
export function repeatedFields(
  body: Uint8Array = new Uint8Array(),
  contentType: string,
  query: URLSearchParams,
): readonly string[] {
  if (contentType.includes('yaml')) {
    const repeated = repeatedKeys(decodeUtf8(body));
    const isError = query.get('fieldValidation') === 'Strict' && repeated.length > 0;
    return isError ? [yamlFault(repeated)] : repeated;
  }
  return body[0] === 0x7b ? repeatedPaths(decodeUtf8(body)).map(duplicate) : [];
}

/** What a client is told of a patch for itself: names that stand twice, and what no operation of a JSON patch has. */
export function patchFaults(kind: PatchKind, body: Uint8Array = new Uint8Array()): readonly string[] {
  const text = decodeUtf8(body);
  const repeated = repeatedPaths(text);
  if (kind !== 'json') return repeated.map(duplicate);
  const operations: unknown = JSON.parse(text);
  if (!Array.isArray(operations)) return [];
  const unknown = operations.flatMap((operation: unknown, index) =>
    Object.keys(isMap(operation) ? operation : {})
      .filter((name) => !['op', 'path', 'from', 'value'].includes(name))
      .map((name) => `json patch unknown field "[${index}].${name}"`),
  );
  return [...unknown, ...repeated.map((path) => `json patch ${duplicate(path)}`)];
}

/** As an error of go-yaml. */
export function yamlFault(repeated: readonly string[]): string {
  return `yaml: unmarshal errors:${repeated.map((line) => `\n  ${line}`).join('')}`;
}

/** Keys of a YAML document that stand twice in a map, as go-yaml tells of them. */
export function repeatedKeys(yaml: string): readonly string[] {
  const lineCounter = new LineCounter();
  const found: string[] = [];
  visit(parseDocument(yaml, { uniqueKeys: false, lineCounter }), {
    Pair: (_index, { key }, ancestors) => {
      const map = ancestors.at(-1);
      if (!isScalar(key) || !isYamlMap(map)) return;
      const first = map.items.find((pair) => isScalar(pair.key) && pair.key.value === key.value);
      if (first?.key === key) return;
      const { line } = lineCounter.linePos(key.range?.[0] ?? 0);
      found.push(`line ${line}: key ${JSON.stringify(String(key.value))} already set in map`);
    },
  });
  return found;
}

function duplicate(path: string): string {
  return `duplicate field ${JSON.stringify(path)}`;
}

/** A map or a list that the reader is in. */
interface Place {
  /** Of a map. */
  readonly keys: Set<string> | undefined;
  readonly path: string;
  /** The name in a map whose value comes. */
  key: string | undefined;
  /** The place in a list. */
  index: number;
}

/** Where names of a JSON text stand for the second time, such as `spec.containers[0].image`, each once. */
function repeatedPaths(json: string): readonly string[] {
  const found = new Set<string>();
  const places: Place[] = [];
  const pathOf = (place: Place | undefined): string => {
    if (!place) return '';
    if (!place.keys) return `${place.path}[${place.index}]`;
    return place.path === '' ? (place.key ?? '') : `${place.path}.${place.key ?? ''}`;
  };
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/g)) {
    const place = places.at(-1);
    if (token === '{' || token === '[') {
      places.push({ keys: token === '{' ? new Set() : undefined, path: pathOf(place), key: undefined, index: 0 });
    } else if (token === '}' || token === ']') {
      places.pop();
    } else if (token === ',') {
      if (place) Object.assign(place, { key: undefined, index: place.index + 1 });
    } else if (place?.keys && place.key === undefined) {
      place.key = JSON.parse(token) as string;
      if (place.keys.has(place.key)) found.add(pathOf(place));
      place.keys.add(place.key);
    }
  }
  return [...found];
}
