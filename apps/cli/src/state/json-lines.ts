import { closeSync, ftruncateSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { diskError, keepAside, makeFolder, told, writeWhole } from './disk.ts';

/** An append-only file of one JSON value a line, whose first line says what it is. */
export interface JsonLines<T> {
  /** What was there when it was opened, in order. */
  readonly values: readonly T[];
  /** Path of a file that could not be read and was kept aside, with what was wrong; undefined when all was well. */
  readonly aside: { readonly path: string; readonly reason: string } | undefined;
  /** Written when this returns: killing the process does not lose it. @throws CliError */
  append(value: T): void;
  close(): void;
}

export interface JsonLinesOptions {
  /** What the file is, such as `history`; stands in its first line with the version. */
  readonly format: string;
  readonly version: number;
  readonly nowMs: number;
  /** Told when an entry could not be written: whoever appended may not be in a place to tell anybody. */
  readonly onFailure?: (error: unknown) => void;
}

/**
 * Opens such a file, or begins one. A last line that was cut short by a crash is dropped: it never counted. A file that
 * is wrong in any other way is kept aside, and a new one begun.
 * @throws CliError
 */
export function openJsonLines<T>(path: string, options: JsonLinesOptions): JsonLines<T> {
  makeFolder(dirname(path));
  const read = readLines<T>(path, options);
  let aside: JsonLines<T>['aside'];
  if (read && 'fault' in read) aside = { path: keepAside(path, options.nowMs), reason: read.fault };
  const good = read && 'values' in read ? read : undefined;
  const file = told(path, () => openSync(path, 'a', 0o600));
  let length = good?.length ?? 0;
  told(path, () => ftruncateSync(file, length));
  const write = (value: unknown) => {
    const line = Buffer.from(`${JSON.stringify(value)}\n`);
    try {
      writeWhole(file, line);
      length += line.length;
    } catch (error) {
      // A full disk may have taken half of the line: what follows it must not stand in its middle.
      ftruncateSync(file, length);
      const failure = diskError(path, error);
      options.onFailure?.(failure);
      throw failure;
    }
  };
  if (!good || good.length === 0) write({ podlab: options.format, version: options.version });
  return { values: good?.values ?? [], aside, append: write, close: () => closeSync(file) };
}

type Read<T> = { readonly values: T[]; readonly length: number } | { readonly fault: string };

function readLines<T>(path: string, options: JsonLinesOptions): Read<T> | undefined {
  const bytes = told(path, () => {
    try {
      return readFileSync(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  });
  if (!bytes) return undefined;
  const length = bytes.lastIndexOf(0x0a) + 1;
  const lines = bytes.subarray(0, length).toString('utf8').split('\n').slice(0, -1);
  const values: T[] = [];
  for (const [index, line] of lines.entries()) {
    const value = parse(line);
    if (value === undefined) return { fault: `line ${index + 1} is not JSON` };
    if (index > 0) values.push(value as T);
    else if (!isHeader(value, options))
      return { fault: `line 1 does not say that it is a ${options.format} of version ${options.version}` };
  }
  if (lines.length === 0 && bytes.length > 0) return { fault: 'it does not hold one whole line' };
  return { values, length };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isHeader(value: unknown, options: JsonLinesOptions): boolean {
  const header = value as { podlab?: unknown; version?: unknown } | null;
  return header?.podlab === options.format && header.version === options.version;
}
