import { type Document, isMap, isScalar, visit, type YAMLParseError } from 'yaml';

const noColon = "could not find expected ':'";
const cannotStart = 'found character that cannot start any token';
const noKey = 'did not find expected key';
const noMapping = 'mapping values are not allowed in this context';

/**
 * What Go's YAML parser says of a text that ours refuses: learners search for these words. Of kinds of faults that were
 * not met when both were compared, ours are told.
 * @param errors of one document of `text`, at least one
 * @see sigs.k8s.io/yaml goyaml.v2: a fault of the scanner names its line, one of the parser the line before, and on the
 * first line none is named
 */
export function goYamlFault(errors: readonly YAMLParseError[], text: string): string {
  const first = errors.toSorted((a, b) => a.pos[0] - b.pos[0] || rank(a) - rank(b))[0];
  if (first === undefined) return '';
  const { code, message, pos } = first;
  const lineAt = (at: number) => text.slice(0, at).split('\n').length;
  const blanksFrom = (at: number) => /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
  const after = pos[0] + blanksFrom(pos[0]);
  const scanned = (words: string, at: number) => (lineAt(at) === 1 ? words : `line ${lineAt(at)}: ${words}`);
  const parsed = (words: string) => (lineAt(after) === 1 ? words : `line ${lineAt(after) - 1}: ${words}`);
  switch (code) {
    case 'BAD_SCALAR_START':
    case 'TAB_AS_INDENT':
      return scanned(cannotStart, pos[0]);
    case 'BLOCK_AS_IMPLICIT_KEY':
      // Go tells the line of the colon that must not be there.
      return text.startsWith('- ', after) ? parsed(noKey) : scanned(noMapping, text.indexOf(':', pos[0]));
    case 'MULTILINE_IMPLICIT_KEY':
      return scanned(isFirstKey(text, pos[0]) ? noMapping : noColon, pos[1]);
    case 'BAD_INDENT':
      return parsed(flowFault(message) ?? noKey);
    case 'MISSING_CHAR':
      if (message.startsWith('Missing closing')) return scanned('found unexpected end of stream', text.length);
      if (message.startsWith('Implicit map keys')) return scanned(noColon, pos[1] + blanksFrom(pos[1]));
      return parsed(flowFault(message) ?? noKey);
    case 'UNEXPECTED_TOKEN':
      return parsed(noKey);
    default:
      return scanned(message.split('\n', 1)[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? '', pos[0]);
  }
}

/**
 * What Go finds wrong in a document that is well written: an alias (`*name`) whose anchor is nowhere before it, and a map
 * as a key, which is what a template's `{{ .Values.name }}` looks like.
 */
export function goMeaningFault(document: Document): string | undefined {
  let fault: string | undefined;
  visit(document, {
    Alias: (_key, alias) => {
      if (alias.resolve(document)) return undefined;
      fault = `unknown anchor '${alias.source}' referenced`;
      return visit.BREAK;
    },
    Pair: (_key, { key }) => {
      if (!isMap(key)) return undefined;
      const pairs = key.items.map(
        (pair) => `${JSON.stringify(isScalar(pair.key) ? pair.key.value : '')}:interface {}(nil)`,
      );
      fault = `invalid map key: map[interface {}]interface {}{${pairs.join(', ')}}`;
      return visit.BREAK;
    },
  });
  return fault;
}

/** Two faults may begin at one place: that a text cannot begin so comes first. */
function rank({ code }: YAMLParseError): number {
  return code === 'BAD_SCALAR_START' ? 0 : 1;
}

function flowFault(message: string): string | undefined {
  if (/^Flow map|flow map/.test(message)) return "did not find expected ',' or '}'";
  return /^Flow sequence|flow sequence/.test(message) ? "did not find expected ',' or ']'" : undefined;
}

/** Whether a key begins its map, as far as indentation tells: then Go does not know yet that it must be one. */
function isFirstKey(text: string, at: number): boolean {
  const column = at - (text.lastIndexOf('\n', at - 1) + 1);
  const before = text
    .slice(0, at)
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.trim() !== '' && !/^\s*#|^---/.test(line))
    .map((line) => line.search(/\S/));
  const latest = before.at(-1);
  return latest === undefined || latest < column;
}
