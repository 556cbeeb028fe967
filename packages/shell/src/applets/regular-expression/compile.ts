import { LongestEnd } from './longest-end.ts';
import { parseRegex } from './parse.ts';
import { PatternError } from './pattern-error.ts';
import { hasPart, javaScriptSource, type RegexNode } from './tree.ts';

/**
 * Compiles a basic (or extended) POSIX regular expression, with the GNU additions, over byte strings.
 * @param flags of the JavaScript expression: `g`, `i`, `m`
 * @throws PatternError
 */
export function compileRegExp(pattern: string, extended: boolean | 'lenient', flags: string): RegExp {
  try {
    const tree = parseRegex(pattern, extended);
    const source = javaScriptSource(tree);
    const isSimple = !hasPart(tree, isAmbiguous) && !hasPart(tree, looksBack);
    return isSimple ? new RegExp(source, flags) : new PosixRegExp(source, flags, tree);
  } catch (error) {
    const wrong =
      error instanceof PatternError
        ? error
        : new PatternError('Invalid preceding regular expression', { cause: error });
    wrong.pattern = pattern;
    throw wrong;
  }
}

/** Whether what JavaScript takes first may be shorter than what POSIX takes. */
function isAmbiguous(part: RegexNode): boolean {
  return part.kind === 'choice' || (part.kind === 'repeat' && part.node.kind !== 'atom');
}

function looksBack(part: RegexNode): boolean {
  return part.kind === 'place' && part.source !== '^' && part.source !== '$';
}

/**
 * An expression that takes the longest match. After the first match in a text the search begins anew in what is left,
 * as the C library's callers do: what came before is not seen, and only `^` knows that it is not the start.
 */
class PosixRegExp extends RegExp {
  readonly #longest: LongestEnd | undefined;
  readonly #rest: RegExp | undefined;

  constructor(source: string | RegExp, flags: string, tree?: RegexNode) {
    super(source, flags);
    const isPosix = source instanceof PosixRegExp;
    const hasReference = tree !== undefined && hasPart(tree, ({ kind }) => kind === 'reference');
    this.#longest = isPosix ? source.#longest : tree && !hasReference ? new LongestEnd(tree, flags) : undefined;
    const isBlind = tree !== undefined && hasPart(tree, looksBack) && !flags.includes('m');
    this.#rest = isPosix ? source.#rest : isBlind ? new RegExp(withoutStart(source), flags) : undefined;
  }

  static override get [Symbol.species](): RegExpConstructor {
    return PosixRegExp as unknown as RegExpConstructor;
  }

  override exec(text: string): RegExpExecArray | null {
    const from = this.global || this.sticky ? this.lastIndex : 0;
    if (from > 0 && this.#rest) return this.#execRest(this.#rest, text, from);
    const found = super.exec(text);
    return found && this.#lengthen(found, text);
  }

  #execRest(rest: RegExp, text: string, from: number): RegExpExecArray | null {
    rest.lastIndex = 0;
    const found = rest.exec(text.slice(from));
    if (!found) {
      this.lastIndex = 0;
      return null;
    }
    found.index += from;
    found.input = text;
    this.lastIndex = found.index + found[0].length;
    return found;
  }

  #lengthen(found: RegExpExecArray, text: string): RegExpExecArray {
    const end = found.index + found[0].length;
    const longest = this.#longest?.from(text, found.index) ?? end;
    if (longest <= end) return found;
    // Of all ways to match as much, the one that tries alternatives in their order.
    const exact = new RegExp(
      `${this.source}(?=[^]{${text.length - longest}}(?![^]))`,
      `${this.flags.replace(/[gy]/g, '')}y`,
    );
    exact.lastIndex = found.index;
    const longer = exact.exec(text);
    if (!longer) return found;
    if (this.global || this.sticky) this.lastIndex = longest;
    return longer;
  }
}

/** The same expression where `^` matches nowhere. */
function withoutStart(source: string | RegExp): string {
  const text = typeof source === 'string' ? source : source.source;
  return text.replace(/\\[^]|\[\^?\]?(?:\\[^]|[^\]\\])*\]|\^/g, (part) => (part === '^' ? '(?!)' : part));
}
