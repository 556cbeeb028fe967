/** One piece of what a program writes to a terminal. */
export type TerminalToken =
  /** Text and single control characters; passed on as they are. */
  | { readonly type: 'text'; readonly text: string }
  /** `ESC [ private params intermediates final`. */
  | {
      readonly type: 'csi';
      readonly text: string;
      /** `?`, `>`, `=`, `<` or empty. */
      readonly prefix: string;
      readonly params: readonly number[];
      readonly intermediates: string;
      readonly final: string;
    }
  /** `ESC` and one or more characters, such as `ESC c` or `ESC ( B`. */
  | { readonly type: 'escape'; readonly text: string }
  /** OSC, DCS, APC, PM, SOS: whole. */
  | { readonly type: 'string'; readonly text: string };

/** Cuts a stream of terminal output into pieces. What is not whole yet waits for the next chunk. */
export interface EscapeParser {
  feed(chunk: string): TerminalToken[];
  /** What waits, as it came. */
  readonly pending: string;
}

/** A sequence that is longer than this is no sequence: it is passed on as text. */
const longestPending = 1024 * 1024;

const esc = '\u001b';
/** What ends or cuts off a string: BEL, CAN, SUB, ESC. */
const stringEnds = '\u0007\u0018\u001a\u001b';
const pattern = (text: string) => new RegExp(`^${esc}${text}`);
const csiPattern = pattern('\\[([?><=]*)([0-9;:]*)([ -/]*)([@-~])');
const csiStartPattern = pattern('\\[[?><=]*[0-9;:]*[ -/]*$');
const stringStartPattern = pattern('[\\]PX^_]');
// Ended by ST or, as everybody does, by BEL; cut off by CAN or SUB.
const stringPattern = pattern(`[\\]PX^_][^${stringEnds}]*(?:[\u0007\u0018\u001a]|${esc}\\\\)`);
const brokenStringPattern = pattern(`[\\]PX^_][^${stringEnds}]*${esc}[^\\\\]`);
const escapePattern = pattern('[ -/]*[0-~]');
const escapeStartPattern = pattern('[ -/]*$');

/** @see https://vt100.net/emu/dec_ansi_parser (the states that a terminal goes through) */
export function createEscapeParser(): EscapeParser {
  let pending = '';
  return {
    get pending() {
      return pending;
    },
    feed(chunk) {
      const tokens: TerminalToken[] = [];
      let rest = pending + chunk;
      pending = '';
      while (rest !== '') {
        const escape = rest.indexOf(esc);
        if (escape !== 0) {
          const end = escape < 0 ? rest.length : escape;
          tokens.push({ type: 'text', text: rest.slice(0, end) });
          rest = rest.slice(end);
          continue;
        }
        const token = readSequence(rest);
        if (token === 'incomplete') {
          pending = rest;
          break;
        }
        tokens.push(token);
        rest = rest.slice(token.text.length);
      }
      return tokens;
    },
  };
}

function readSequence(rest: string): TerminalToken | 'incomplete' {
  if (rest.length > longestPending) return { type: 'text', text: rest };
  const csi = csiPattern.exec(rest);
  if (csi) {
    const [text, prefix = '', params = '', intermediates = '', final = ''] = csi;
    return { type: 'csi', text, prefix, params: readParams(params), intermediates, final };
  }
  if (csiStartPattern.test(rest)) return 'incomplete';
  if (stringStartPattern.test(rest)) {
    const string = stringPattern.exec(rest);
    if (string) return { type: 'string', text: string[0] };
    const broken = brokenStringPattern.exec(rest);
    if (broken) return { type: 'string', text: broken[0].slice(0, -2) };
    return 'incomplete';
  }
  if (escapeStartPattern.test(rest)) return 'incomplete';
  const escape = escapePattern.exec(rest);
  if (escape && !rest.startsWith(`${esc}[`)) return { type: 'escape', text: escape[0] };
  // Not a sequence at all: a terminal drops it; so that nothing is lost here, it goes on as text.
  return { type: 'text', text: rest.slice(0, 1) };
}

function readParams(text: string): number[] {
  return text === '' ? [] : text.split(';').map((param) => Number.parseInt(param, 10) || 0);
}
