import type { Verdict } from '@podlab/grader';

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

/** Colours as a terminal understands them (SGR), or none. */
export function terminalStyle(colored: boolean): Style {
  const sgr = (on: number, off: number) => (text: string) => (colored ? `\x1b[${on}m${text}\x1b[${off}m` : text);
  return {
    colored,
    strong: sgr(1, 22),
    muted: sgr(2, 22),
    pea: sgr(32, 39),
    amber: sgr(33, 39),
    red: sgr(31, 39),
    violet: sgr(35, 39),
    code: sgr(36, 39),
  };
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
