/** Four patterns that differ in grey too: solid, dash, dot, slash. */
const blocks = ['█', '▓', '░', '▚'] as const;
/** Blue, magenta, cyan, yellow. */
const hues = [34, 35, 36, 33] as const;

/** One mark of the band that a Pod wears. */
export interface StripeMark {
  /** 0 solid, 1 dash, 2 dot, 3 slash. */
  readonly pattern: number;
  /** 0 blue, 1 magenta, 2 cyan, 3 yellow. */
  readonly hue: number;
}

/** The band of four marks that a Pod wears, from the first eight digits of its UID: the same UID, the same band. */
export function stripeMarks(uid: string): readonly StripeMark[] {
  const digits = uid.replaceAll('-', '');
  return [0, 1, 2, 3].map((i) => {
    const value = Number.parseInt(digits.slice(i * 2, i * 2 + 2), 16) || 0;
    return { pattern: value & 3, hue: (value >> 2) & 3 };
  });
}

/** The band as a terminal prints it. */
export function stripeOf(uid: string, colour: boolean): string {
  return stripeMarks(uid)
    .map(({ pattern, hue }) => {
      const block = blocks[pattern] ?? blocks[0];
      return colour ? `\u001b[${hues[hue]}m${block}\u001b[39m` : block;
    })
    .join('');
}
