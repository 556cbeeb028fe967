import { configKeyFaults, encodeBase64, encodeUtf8 } from '@podlab/apimachinery';
import type { Invocation } from '../cli/command.ts';
import { usageError } from '../cli/kubectl-error.ts';

/** Flags that fill a ConfigMap or a Secret. */
export const dataFlags = [
  { name: 'from-literal', type: 'list', repeatOnly: true },
  { name: 'from-file', type: 'list' },
  { name: 'from-env-file', type: 'list' },
] as const;

/** The keys and texts that the flags give. @throws KubectlError worded as kubectl words it */
export async function dataOf(invocation: Invocation, kind: 'ConfigMap' | 'Secret'): Promise<Record<string, string>> {
  const { flags } = invocation;
  const data: Record<string, string> = {};
  const add = (key: string, value: string) => {
    const faults = configKeyFaults(key);
    if (faults.length > 0)
      throw usageError(`${JSON.stringify(key)} is not a valid key name for a ${kind}: ${faults.join(',')}`);
    if (Object.hasOwn(data, key))
      throw usageError(
        `cannot add key ${JSON.stringify(key)}, another key by that name already exists in Data for ${kind} ${JSON.stringify(invocation.args[0])}`,
      );
    data[key] = value;
  };
  if (flags.has('from-env-file') && (flags.has('from-literal') || flags.has('from-file')))
    throw usageError('from-env-file cannot be combined with from-file or from-literal');
  for (const literal of flags.list('from-literal')) {
    const equals = literal.indexOf('=');
    if (equals < 1) throw usageError(`invalid literal source ${literal}, expected key=value`);
    add(literal.slice(0, equals), withoutQuotes(literal.slice(equals + 1)));
  }
  for (const [key, text] of await filesOf(invocation)) add(key, text);
  for (const path of flags.list('from-env-file'))
    for (const [key, value] of linesOf(await textOf(path, invocation))) add(key, value);
  return data;
}

/** The texts of a Secret, encoded. */
export function encodedData(data: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, encodeBase64(encodeUtf8(value))]));
}

async function filesOf(invocation: Invocation): Promise<[key: string, text: string][]> {
  const found: [string, string][] = [];
  for (const source of invocation.flags.list('from-file')) {
    const equals = source.indexOf('=');
    const path = source.slice(equals + 1);
    const inside = await invocation.files.list?.(path);
    if (inside && equals >= 0) throw usageError('cannot give a key name for a directory path');
    if (equals === 0) throw usageError(`key name for file path ${path} missing`);
    for (const file of inside ?? [path]) {
      const key = equals > 0 ? source.slice(0, equals) : (file.split('/').at(-1) ?? file);
      found.push([key, await textOf(file, invocation)]);
    }
  }
  return found;
}

async function textOf(path: string, { files }: Invocation): Promise<string> {
  const text = await files.read?.(path);
  if (text === undefined) throw usageError(`error reading ${path}: no such file or directory`);
  return text;
}

/** `KEY=value` on each line; empty ones and those that begin with `#` are left out. */
function linesOf(text: string): [key: string, value: string][] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trimStart())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const equals = line.indexOf('=');
      return equals < 0 ? [line, ''] : [line.slice(0, equals), line.slice(equals + 1)];
    });
}

/** One pair of quotes around a whole value is the shell's that was typed twice. */
function withoutQuotes(value: string): string {
  const [, quote] = /^(['"]).*\1$/s.exec(value) ?? [];
  return quote === undefined ? value : value.slice(1, -1);
}
