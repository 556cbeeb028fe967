import type { Verdict } from '@podlab/grader';
import pc from 'picocolors';

/** Colours by meaning; never the only carrier of it. */
export interface Style {
  readonly colored: boolean;
  strong(text: string): string;
  muted(text: string): string;
  pea(text: string): string;
  amber(text: string): string;
  red(text: string): string;
  violet(text: string): string;
  code(text: string): string;
}

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

const glyphs: Readonly<Record<Verdict, string>> = { passed: '✓', notYet: '○', inconclusive: '?' };
const words: Readonly<Record<Verdict, string>> = { passed: 'passed', notYet: 'not yet', inconclusive: 'inconclusive' };

/** The mark of a verdict: the three never look alike, with colours or without. */
export function glyphOf(verdict: Verdict, style: Style): string {
  return verdictColor(verdict, style)(glyphs[verdict]);
}

/** The mark and the words. */
export function verdictText(verdict: Verdict, style: Style): string {
  return verdictColor(verdict, style)(`${glyphs[verdict]} ${words[verdict]}`);
}

function verdictColor(verdict: Verdict, style: Style): (text: string) => string {
  return { passed: style.pea, notYet: style.amber, inconclusive: style.violet }[verdict];
}
