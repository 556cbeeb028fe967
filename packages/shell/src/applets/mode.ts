/**
 * The mode that `chmod`'s argument gives: octal, or `u+x,go-w,a=r`.
 * @returns undefined when it is not a mode
 */
export function parseMode(text: string, mode: number, isDirectory: boolean, umask: number): number | undefined {
  if (/^[0-7]+$/.test(text)) return parseInt(text, 8) <= 0o7777 ? parseInt(text, 8) : undefined;
  let result = mode;
  for (const clause of text.split(',')) {
    if (clause === '') continue;
    const match = /^([ugoa]*)((?:[-+=](?:[ugo]|[rwxXst]*))+)$/.exec(clause);
    if (!match) return undefined;
    const who = match[1] ?? '';
    for (const [, operator, letters = ''] of (match[2] ?? '').matchAll(/([-+=])([ugo]|[rwxXst]*)/g)) {
      let bits = 0;
      const classes = who === '' || who.includes('a') ? 'ugo' : who;
      for (const one of classes) {
        const shift = one === 'u' ? 6 : one === 'g' ? 3 : 0;
        if (/^[ugo]$/.test(letters)) {
          bits |= ((result >> (letters === 'u' ? 6 : letters === 'g' ? 3 : 0)) & 7) << shift;
        }
        if (letters.includes('r')) bits |= 4 << shift;
        if (letters.includes('w')) bits |= 2 << shift;
        if (letters.includes('x') || (letters.includes('X') && (isDirectory || mode & 0o111))) bits |= 1 << shift;
        if (letters.includes('s')) bits |= one === 'u' ? 0o4000 : one === 'g' ? 0o2000 : 0;
      }
      // The sticky bit is nobody's: it takes `a`, or no class at all.
      if (letters.includes('t') && (who === '' || who.includes('a'))) bits |= 0o1000;
      if (who === '') bits &= ~umask;
      if (operator === '+') result |= bits;
      else if (operator === '-') result &= ~bits;
      else {
        const mask = Array.from(classes).reduce(
          (sum, one) => sum | (one === 'u' ? 0o4700 : one === 'g' ? 0o2070 : 0o0007),
          who === '' || who.includes('a') ? 0o1000 : 0,
        );
        result = (result & ~mask) | bits;
      }
    }
  }
  return result;
}
