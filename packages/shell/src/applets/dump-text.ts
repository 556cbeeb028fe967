import { SystemError } from '../files/errno.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { readFile } from './lines.ts';

/**
 * The bytes of some files (none: standard input) one after another, as a byte string.
 * @param unreadable what is told of a file that can be opened and not read, a directory; without it that is empty
 */
export function* readJoined(
  context: ProcessContext,
  files: readonly string[],
  unreadable?: (file: string) => string,
): Coroutine<{ text: string; status: number }> {
  let text = '';
  let status = 0;
  for (const file of files.length > 0 ? files : ['-']) {
    const read = yield* readFile(context, file, file, unreadable?.(file));
    if (read === undefined) status = 1;
    else text += read;
  }
  return { text, status };
}

/** Tells of those files (none: standard input, named as the program) that are directories; they count as empty. */
export function* tellDirectories(context: ProcessContext, files: readonly string[]): Coroutine<void> {
  const { command, descriptors } = context.process;
  const told = files.length > 0 ? files.filter((file) => context.files.find(file)?.kind === 'directory') : [];
  if (files.length === 0 && descriptors.get(0).kind === 'directory') told.push(command);
  for (const file of told) yield* context.complain(`${command}: ${file}: Is a directory`);
}

/** Whether the start of the input can be passed over: busybox seeks, which a pipe does not allow. */
export function* maySkip(context: ProcessContext, files: readonly string[]): Coroutine<boolean> {
  const [file = '-'] = files;
  if (file !== '-' || context.process.descriptors.get(0).kind !== 'pipe') return true;
  const name = files.length === 0 ? 'stdin' : file;
  yield* context.complain(`${context.process.command}: ${name}: ${new SystemError('ESPIPE').message}`);
  return false;
}

const controlNames: Readonly<Record<number, string>> = {
  0: '\\0',
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
};

/** A byte as `od -c` and `hexdump -c` show it, before it is padded. */
export function escapedByte(byte: number): string {
  if (controlNames[byte] !== undefined) return controlNames[byte];
  return byte >= 32 && byte < 127 ? String.fromCharCode(byte) : byte.toString(8).padStart(3, '0');
}

/** A little-endian number of 1, 2, 4 or 8 bytes. */
export function littleEndian(text: string, at: number, size: number): bigint {
  let value = 0n;
  for (let i = size - 1; i >= 0; i -= 1) value = (value << 8n) | BigInt(text.charCodeAt(at + i) || 0);
  return value;
}
