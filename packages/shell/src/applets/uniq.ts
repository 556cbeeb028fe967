import { applet } from './applet.ts';
import { readFile } from './lines.ts';
import { parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';

/** Drops repeated lines: -c -d -u -i -z -f N -s N -w N. */
export const uniq = applet('uniq', function* (context, args) {
  const options = yield* parseOptions(context, args, 'cdf:s:w:uiz');
  if (!options) return 1;
  const numbers = ['f', 's', 'w'].map((letter) => options.value(letter));
  for (const text of numbers) {
    if (text === undefined || /^\d+$/.test(text)) continue;
    yield* context.complain(`uniq: invalid number '${text}'`);
    return 1;
  }
  if (options.rest.length > 2) return yield* complainUsage(context);
  const [file = '-', target] = options.rest;
  const end = options.has('z') ? '\0' : '\n';
  const name = options.rest[0] ?? '(null)';
  const text = yield* readFile(context, file, `can't open '${file}'`, `${name}: I/O error`);
  if (text === undefined) return 1;
  const lines = text === '' ? [] : (text.endsWith(end) ? text.slice(0, -1) : text).split(end);
  if (target !== undefined && target !== '-') {
    const output = context.files.openFile(target, { write: true, create: true, truncate: true });
    context.process.descriptors.set(1, output);
  }
  const [fields, chars, most] = numbers.map((number) => (number === undefined ? undefined : Number(number)));
  const key = (line: string) => {
    let rest = line;
    for (let i = fields ?? 0; i > 0; i -= 1) rest = rest.replace(/^\s*\S*/, '');
    rest = rest.slice(chars ?? 0).slice(0, most);
    return options.has('i') ? rest.toLowerCase() : rest;
  };
  for (let index = 0; index < lines.length; ) {
    const line = lines[index] ?? '';
    let next = index + 1;
    while (next < lines.length && key(lines[next] ?? '') === key(line)) next += 1;
    const count = next - index;
    index = next;
    if ((options.has('d') && count < 2) || (options.has('u') && count > 1)) continue;
    context.print(options.has('c') ? `${String(count).padStart(7)} ${line}${end}` : line + end);
  }
  return 0;
});
