import type { ByteString } from '../files/bytes.ts';
import { SystemError } from '../files/errno.ts';

/** The longest single argument or variable, its end included. @see linux binfmts.h MAX_ARG_STRLEN */
const longestString = 131_072;
/** A quarter of the usual limit of the stack: what arguments and environment may take, with a pointer for each. */
const most = 2_097_152;
const pointer = 8;

/** Throws E2BIG when arguments and environment are too long for a program to be started with them. */
export function checkArgumentSize(argv: readonly ByteString[], environment: ReadonlyMap<ByteString, ByteString>): void {
  let size = 0;
  const count = (length: number) => {
    size += length + pointer;
    if (length > longestString || size > most) throw new SystemError('E2BIG');
  };
  for (const argument of argv) count(argument.length + 1);
  for (const [name, value] of environment) count(name.length + value.length + 2);
}
