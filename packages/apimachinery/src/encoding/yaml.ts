/**
 * An object as kubectl and the API server write it in YAML: keys sorted, lists not indented, plain scalars where YAML allows, long ones
 * folded at the first blank after column 80, as go-yaml does.
 */
export function toYaml(value: unknown): string {
  return `${block(value, 0)}\n`;
}

const foldColumn = 80;

function block(value: unknown, indent: number): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : value.map((item) => listItem(item, indent)).join('\n');
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value).filter((key) => (value as Record<string, unknown>)[key] !== undefined);
    if (keys.length === 0) return '{}';
    return keys
      .toSorted(compareKeys)
      .map((key) => entry(key, (value as Record<string, unknown>)[key], indent))
      .join('\n');
  }
  return scalar(value, indent, indent);
}

function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function entry(key: string, value: unknown, indent: number): string {
  const name = `${' '.repeat(indent)}${scalar(key, indent, indent)}:`;
  if (Array.isArray(value) && value.length > 0) return `${name}\n${block(value, indent)}`;
  if (isFilledMap(value)) return `${name}\n${block(value, indent + 2)}`;
  if (typeof value === 'string') return `${name} ${scalar(value, indent + 2, name.length + 1)}`;
  return `${name} ${block(value, indent + 2)}`;
}

function listItem(value: unknown, indent: number): string {
  const dash = `${' '.repeat(indent)}- `;
  if ((Array.isArray(value) && value.length > 0) || isFilledMap(value)) {
    return dash + block(value, indent + 2).slice(indent + 2);
  }
  return dash + (typeof value === 'string' ? scalar(value, indent + 2, indent + 2) : block(value, indent + 2));
}

function isFilledMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
}

function scalar(value: unknown, indent: number, column: number): string {
  if (typeof value !== 'string') return JSON.stringify(value ?? null);
  if (value === '') return '""';
  if (looksLikeOther(value)) return doubleQuoted(value);
  if (value.includes('\n') && !/[^\t\n\x20-\x7e\u00a0-\uffff]/.test(value)) return literal(value, indent);
  if (/[^\x20-\x7e\u00a0-\uffff]/.test(value)) return doubleQuoted(value);
  if (/^[\s]|[\s]$/.test(value) || /^[-?:](\s|$)|^[,[\]{}#&*!|>'"%@`]|^---|^\.\.\.|: |:$| #/.test(value)) {
    return fold(`'${value.replaceAll("'", "''")}'`, indent, column);
  }
  return fold(value, indent, column);
}

/** Text that YAML 1.1 would read as something else: numbers, truth values, null, times. */
function looksLikeOther(value: string): boolean {
  return (
    /^(y|n|yes|no|on|off|true|false|null|~|<<|=)$/i.test(value) ||
    /^[-+]?(\d[\d_]*)?\.?\d[\d_]*([eE][-+]?\d+)?\.?$/.test(value) ||
    /^[-+]?(0x[\da-fA-F_]+|0o?[0-7_]+|0b[01_]+)$/.test(value) ||
    /^[-+]?\d[\d_]*(:[0-5]?\d)+(\.\d*)?$/.test(value) ||
    /^[-+]?\.(inf|nan)$/i.test(value) ||
    /^\d{4}-\d\d?-\d\d?([Tt ].*)?$/.test(value)
  );
}

function literal(value: string, indent: number): string {
  const body = value.replace(/\n+$/, '');
  const ends = value.length - body.length;
  const mark = ends === 0 ? '|-' : ends === 1 ? '|' : '|+';
  const lead = /^\s/.test(value) ? '2' : '';
  const lines = [...body.split('\n'), ...Array.from({ length: Math.max(0, ends - 1) }, () => '')];
  const [sign = '|', chomp = ''] = mark;
  return `${sign}${lead}${chomp}\n${lines.map((line) => (line === '' ? '' : ' '.repeat(indent) + line)).join('\n')}`;
}

function doubleQuoted(value: string): string {
  return JSON.stringify(value);
}

function fold(text: string, indent: number, startColumn: number): string {
  let column = startColumn;
  let folded = '';
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i] ?? '';
    const alone = character === ' ' && text[i - 1] !== ' ' && text[i + 1] !== ' ' && i > 0 && i < text.length - 1;
    if (alone && column > foldColumn) {
      folded += `\n${' '.repeat(indent)}`;
      column = indent;
    } else {
      folded += character;
      column += 1;
    }
  }
  return folded;
}
