import { readBracket } from './bracket.ts';
import { PatternError } from './pattern-error.ts';
import type { RegexNode } from './tree.ts';

/** The most times that a part may be asked for. */
const maximumRepeat = 32_767;

const places: Readonly<Record<string, string>> = {
  '<': '\\b(?=\\w)',
  '>': '\\b(?<=\\w)',
  '`': '(?<![^])',
  "'": '(?![^])',
  b: '\\b',
  B: '\\B',
};

const characters: Readonly<Record<string, string>> = { n: '\\n', t: '\\t' };

/**
 * Reads a basic or extended POSIX regular expression, with the GNU additions `\+ \? \| \w \W \s \S \b \B \< \>`.
 * @param extended `lenient`: extended, and what repeats nothing is passed over, a brace stands for itself, as grep has it
 */
export function parseRegex(pattern: string, extended: boolean | 'lenient'): RegexNode {
  return new RegexParser(pattern, extended).whole();
}

class RegexParser {
  readonly #pattern: string;
  readonly #extended: boolean;
  readonly #isLenient: boolean;
  #at = 0;
  #groups = 0;
  #depth = 0;
  readonly #closed = new Set<number>();

  constructor(pattern: string, extended: boolean | 'lenient') {
    this.#pattern = pattern;
    this.#extended = extended !== false;
    this.#isLenient = extended === 'lenient';
  }

  whole(): RegexNode {
    const node = this.#choice();
    if (this.#at < this.#pattern.length) throw new PatternError('Unmatched ) or \\)');
    return node;
  }

  #choice(): RegexNode {
    const nodes = [this.#sequence()];
    while (this.#takes('|')) nodes.push(this.#sequence());
    const [only] = nodes;
    return nodes.length === 1 && only ? only : { kind: 'choice', nodes };
  }

  #sequence(): RegexNode {
    const nodes: RegexNode[] = [];
    let isStart = true;
    while (this.#at < this.#pattern.length && !this.#isNext('|') && !(this.#depth > 0 && this.#isNext(')'))) {
      const node = this.#piece(isStart);
      if (node) nodes.push(node);
      isStart = false;
    }
    return { kind: 'sequence', nodes };
  }

  #piece(isStart: boolean): RegexNode | undefined {
    if (this.#extended && isStart && /[*+?{]/.test(this.#pattern[this.#at] ?? '')) {
      if (!this.#isLenient) throw new PatternError('Invalid preceding regular expression');
      if (this.#pattern[this.#at] !== '{') {
        this.#at += 1;
        return undefined;
      }
    }
    if (!this.#extended && isStart && this.#isNext('{')) throw new PatternError('Invalid preceding regular expression');
    // In a basic expression a star, or `\+` and `\?`, that comes first is itself.
    const first = this.#extended || !isStart ? undefined : /^(?:\*|\\[+?])/.exec(this.#pattern.slice(this.#at))?.[0];
    if (first !== undefined) {
      this.#at += first.length;
      return this.#repeated({ kind: 'atom', source: literal(first.slice(-1)) });
    }
    const node = this.#one(isStart);
    if (node.kind !== 'place') return this.#repeated(node);
    if (
      this.#extended &&
      node.kind === 'place' &&
      node.source === '^' &&
      !this.#isLenient &&
      /[*+?]/.test(this.#pattern[this.#at] ?? '')
    )
      throw new PatternError('Invalid preceding regular expression');
    if (this.#extended) this.#repeat();
    return this.#extended ? node : this.#literalStar(node);
  }

  /** In a basic expression a star after `^` is itself. */
  #literalStar(node: RegexNode): RegexNode {
    if (this.#pattern[this.#at] !== '*' || node.kind !== 'place' || node.source !== '^') return node;
    this.#at += 1;
    return { kind: 'sequence', nodes: [node, this.#repeated({ kind: 'atom', source: '\\*' })] };
  }

  #repeated(node: RegexNode): RegexNode {
    let result = node;
    for (let times = this.#repeat(); times; times = this.#repeat()) {
      result = { kind: 'repeat', node: result, min: times[0], max: times[1] };
    }
    return result;
  }

  /** How often what came before is asked for; undefined: once. */
  #repeat(): readonly [number, number] | undefined {
    if (this.#pattern[this.#at] === '*') {
      this.#at += 1;
      return [0, Infinity];
    }
    if (this.#takes('+')) return [1, Infinity];
    if (this.#takes('?')) return [0, 1];
    if (!this.#isNext('{')) return undefined;
    const rest = this.#pattern.slice(this.#at);
    const braces = (this.#extended ? /^\{(\d*)(?:(,)(\d*))?\}/ : /^\\\{(\d*)(?:(,)(\d*))?\\\}/).exec(rest);
    if (!braces || (braces[1] === '' && braces[2] === undefined)) {
      if (this.#isLenient) return undefined;
      const isClosed = (this.#extended ? /\}/ : /\\\}/).test(rest);
      throw new PatternError(isClosed ? 'Invalid content of \\{\\}' : 'Unmatched \\{');
    }
    const min = Number(braces[1] ?? 0);
    const max = braces[2] === undefined ? min : braces[3] ? Number(braces[3]) : Infinity;
    if (min > max) throw new PatternError('Invalid content of \\{\\}');
    if (min > maximumRepeat || (max !== Infinity && max > maximumRepeat)) {
      throw new PatternError('Regular expression too big');
    }
    this.#at += braces[0].length;
    return [min, max];
  }

  #one(isStart: boolean): RegexNode {
    const char = this.#pattern[this.#at] ?? '';
    if (char === '[') {
      const { source, end } = readBracket(this.#pattern, this.#at);
      this.#at = end + 1;
      return { kind: 'atom', source };
    }
    if (this.#takes('(')) return this.#group();
    if (char === '\\') return this.#escaped();
    this.#at += 1;
    if (char === '^' && (this.#extended || isStart)) return { kind: 'place', source: '^' };
    if (char === '$' && (this.#extended || this.#endsHere())) return { kind: 'place', source: '$' };
    return { kind: 'atom', source: char === '.' ? '[^]' : literal(char) };
  }

  /** Whether nothing comes after in the same alternative of a basic expression. */
  #endsHere(): boolean {
    return this.#at >= this.#pattern.length || this.#isNext('|') || (this.#depth > 0 && this.#isNext(')'));
  }

  #group(): RegexNode {
    this.#groups += 1;
    const group = this.#groups;
    this.#depth += 1;
    const node = this.#choice();
    this.#depth -= 1;
    if (!this.#takes(')')) throw new PatternError('Unmatched ( or \\(');
    this.#closed.add(group);
    return { kind: 'group', node };
  }

  #escaped(): RegexNode {
    const next = this.#pattern[this.#at + 1];
    if (next === undefined) throw new PatternError('Trailing backslash');
    if (!this.#extended && next === ')') throw new PatternError('Unmatched ( or \\(');
    this.#at += 2;
    const place = places[next];
    if (place !== undefined) return { kind: 'place', source: place };
    if (/[wWsS]/.test(next)) return { kind: 'atom', source: `\\${next}` };
    if (/[1-9]/.test(next)) {
      if (!this.#closed.has(Number(next))) throw new PatternError('Invalid back reference');
      return { kind: 'reference', group: Number(next) };
    }
    return { kind: 'atom', source: characters[next] ?? literal(next) };
  }

  /** Whether an operator comes next: with a backslash in a basic expression, without in an extended one. */
  #isNext(operator: string): boolean {
    return this.#pattern.startsWith(this.#extended ? operator : `\\${operator}`, this.#at);
  }

  #takes(operator: string): boolean {
    if (!this.#isNext(operator)) return false;
    this.#at += this.#extended ? 1 : 2;
    return true;
  }
}

function literal(char: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char;
}
