import type { Style } from '@podlab/lab-runner';
import pc from 'picocolors';

export function createStyle(colored: boolean): Style {
  const colors = pc.createColors(colored);
  return {
    colored,
    strong: colors.bold,
    muted: colors.dim,
    pea: colors.green,
    amber: colors.yellow,
    red: colors.red,
    violet: colors.magenta,
    code: colors.cyan,
  };
}

/** Whether to colour what goes to a stream. @see https://no-color.org */
export function wantsColor(options: {
  /** `--no-color` gives false. */
  readonly color: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A stream's `isTTY`: Node leaves it undefined for a pipe. */
  readonly isTerminal: boolean | undefined;
}): boolean {
  if (!options.color || options.env.NO_COLOR) return false;
  if (options.env.FORCE_COLOR && options.env.FORCE_COLOR !== '0') return true;
  return options.isTerminal === true && options.env.TERM !== 'dumb';
}
