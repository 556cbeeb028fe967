/** Four patterns that differ in grey too: solid, dash, dot, slash. */
const marks = ['█', '▓', '░', '▚'] as const;
const hues = [34, 35, 36, 33] as const;

/** The band of four marks that a Pod wears, drawn from its UID: the same UID, the same band. */
export function stripeOf(uid: string, colour: boolean): string {
  const digits = uid.replaceAll('-', '');
  return [0, 1, 2, 3]
    .map((i) => {
      const value = Number.parseInt(digits.slice(i * 2, i * 2 + 2), 16);
      const mark = marks[value & 3] ?? marks[0];
      return colour ? `\u001b[${hues[(value >> 2) & 3]}m${mark}\u001b[39m` : mark;
    })
    .join('');
}
