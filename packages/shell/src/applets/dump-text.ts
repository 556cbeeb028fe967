import { SystemError } from '../files/errno.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';

/** The bytes of some files (none: standard input) one after another, as a byte string. */
export function* readJoined(
  context: ProcessContext,
  files: readonly string[],
): Coroutine<{ text: string; status: number }> {
  let text = '';
  let status = 0;
  for (const file of files.length > 0 ? files : ['-']) {
    try {
      const fd = file === '-' ? 0 : context.files.open(file);
      text += yield* context.readAll(fd);
      if (fd !== 0) context.process.descriptors.close(fd);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      yield* context.complain(`${context.process.command}: ${file}: ${error.message}`);
      status = 1;
    }
  }
  return { text, status };
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
