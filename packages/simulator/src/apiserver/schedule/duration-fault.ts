const units = new Set(['ns', 'us', 'µs', 'μs', 'ms', 's', 'm', 'h']);

/** What Go says of a text that is no duration, without the text. @see Go's time.ParseDuration */
export function durationFault(text: string): string {
  let rest = text.replace(/^[+-]/, '');
  while (rest !== '') {
    const number = /^(\d+\.?\d*|\.\d+)/.exec(rest)?.[0];
    if (number === undefined) break;
    const unit = /^[^\d.]+/.exec(rest.slice(number.length))?.[0];
    if (unit === undefined) return 'missing unit in duration';
    if (!units.has(unit)) return `unknown unit ${JSON.stringify(unit)} in duration`;
    rest = rest.slice(number.length + unit.length);
  }
  return 'invalid duration';
}
