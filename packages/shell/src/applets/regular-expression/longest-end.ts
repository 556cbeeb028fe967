import type { RegexNode } from './tree.ts';

/** Whether a character, by its code, is what an atom asks for. */
type Test = (code: number) => boolean;

/** Finds how far an expression can match from a place: POSIX asks for the longest match, whatever alternative gives it. */
export class LongestEnd {
  readonly #node: RegexNode;
  readonly #flags: string;
  readonly #tests = new Map<string, Test>();
  readonly #places = new Map<string, RegExp>();

  /** @param node without back references */
  constructor(node: RegexNode, flags: string) {
    this.#node = node;
    this.#flags = flags;
  }

  /** @returns undefined when it does not match there */
  from(text: string, start: number): number | undefined {
    const ends = this.#ends(this.#node, text, new Set([start]));
    return ends.size === 0 ? undefined : Math.max(...ends);
  }

  #ends(node: RegexNode, text: string, starts: ReadonlySet<number>): ReadonlySet<number> {
    switch (node.kind) {
      case 'atom': {
        const test = this.#test(node.source);
        return new Set(
          Array.from(starts, (at) => at + 1).filter((at) => at <= text.length && test(text.charCodeAt(at - 1))),
        );
      }
      case 'place': {
        const place = this.#place(node.source);
        return new Set(
          Array.from(starts).filter((at) => {
            place.lastIndex = at;
            return place.test(text);
          }),
        );
      }
      case 'group':
        return this.#ends(node.node, text, starts);
      case 'sequence':
        return node.nodes.reduce(
          (reached, part) => (reached.size === 0 ? reached : this.#ends(part, text, reached)),
          starts,
        );
      case 'choice':
        return new Set(node.nodes.flatMap((part) => [...this.#ends(part, text, starts)]));
      case 'repeat':
        return this.#repeated(node, text, starts);
      case 'reference':
        return new Set();
    }
  }

  #repeated(
    { node, min, max }: Extract<RegexNode, { kind: 'repeat' }>,
    text: string,
    starts: ReadonlySet<number>,
  ): ReadonlySet<number> {
    const reached = new Set<number>(min === 0 ? starts : []);
    let current = starts;
    for (let count = 1; count <= max && current.size > 0; count += 1) {
      const next = this.#ends(node, text, current);
      if (count < min) {
        current = next;
        continue;
      }
      current = new Set([...next].filter((end) => !reached.has(end)));
      for (const end of current) reached.add(end);
    }
    return reached;
  }

  #test(source: string): Test {
    const known = this.#tests.get(source);
    if (known) return known;
    const expression = new RegExp(`^${source}$`, this.#flags.includes('i') ? 'i' : '');
    const answers = new Map<number, boolean>();
    const test = (code: number) => {
      const answer = answers.get(code) ?? expression.test(String.fromCharCode(code));
      answers.set(code, answer);
      return answer;
    };
    this.#tests.set(source, test);
    return test;
  }

  #place(source: string): RegExp {
    const place = this.#places.get(source) ?? new RegExp(source, this.#flags.includes('m') ? 'my' : 'y');
    this.#places.set(source, place);
    return place;
  }
}
