import type { ByteString } from '../files/bytes.ts';
import type { Step } from './control.ts';
import type { Shell } from './shell.ts';

/** A command that the shell runs itself. */
export interface Builtin {
  readonly name: string;
  /** A POSIX special builtin: its assignments stay, its errors end the shell. */
  readonly special?: boolean;
  run(shell: Shell, argv: readonly ByteString[]): Step<number>;
}
