import { applet } from './applet.ts';
import { maySkip, readJoined, tellDirectories } from './dump-text.ts';
import { parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';

const hex = (text: string) => Array.from(text, (char) => char.charCodeAt(0).toString(16).padStart(2, '0'));

function undump(text: string, plain: boolean): string {
  let bytes = '';
  for (const line of text.split('\n')) {
    const part = plain ? line : (/^[0-9a-fA-F]*: ?((?:[0-9a-fA-F]+ ?)*)/.exec(line)?.[1] ?? '');
    for (const pair of part.replace(/\s+/g, '').match(/[0-9a-fA-F]{2}/g) ?? []) {
      bytes += String.fromCharCode(parseInt(pair, 16));
    }
  }
  return bytes;
}

/** Dumps bytes in hexadecimal (-p plain, -i as C, -g -c -l -s) and makes bytes of a dump (-r). */
export const xxd = applet('xxd', function* (context, args) {
  const options = yield* parseOptions(context, args, 'prig:c:n:l:s:o:');
  if (!options) return 1;
  for (const letter of 'cgls') {
    const value = options.value(letter);
    if (value === undefined || /^(0x[0-9a-fA-F]+|\d+)$/.test(value)) continue;
    yield* context.complain(`xxd: invalid number '${value}'`);
    return 1;
  }
  if (options.rest.length > 1) return yield* complainUsage(context);
  const isSkipping = Number(options.value('s') ?? 0) > 0 && !options.has('r');
  if (isSkipping && !(yield* maySkip(context, options.rest))) return 1;
  const { text: all, status } = yield* readJoined(context, options.rest.slice(0, 1));
  yield* tellDirectories(context, options.rest.slice(0, 1));
  if (options.has('r')) {
    yield* context.write(1, undump(all, options.has('p')));
    return status;
  }
  const skip = Number(options.value('s') ?? 0);
  const text = all.slice(skip, skip + Number(options.value('l') ?? all.length));
  if (options.has('p')) {
    const width = Number(options.value('c') ?? 0) || 30;
    for (let at = 0; at < text.length; at += width) context.print(`${hex(text.slice(at, at + width)).join('')}\n`);
    return status;
  }
  if (options.has('i')) {
    const name = options.rest[0]?.replace(/[^A-Za-z0-9]/g, '_');
    const rows = text.match(/[^]{1,12}/g) ?? [];
    const body = rows
      .map(
        (row) =>
          `  ${hex(row)
            .map((byte) => `0x${byte},`)
            .join(' ')}\n`,
      )
      .join('');
    if (name === undefined) context.print(body);
    else if (status !== 0) context.print(`unsigned char ${name}[] = {\n`);
    else context.print(`unsigned char ${name}[] = {\n${body}};\nunsigned int ${name}_len = ${text.length};\n`);
    return status;
  }
  const width = Number(options.value('c') ?? 0) || 16;
  const group = Number(options.value('g') ?? 2) || width;
  const shift = Number(options.value('o') ?? 0);
  const full = width * 2 + Math.ceil(width / group);
  for (let at = 0; at < text.length; at += width) {
    const block = text.slice(at, at + width);
    let bytes = '';
    for (let i = 0; i < block.length; i += group) bytes += `${hex(block.slice(i, i + group)).join('')} `;
    const shown = block.replace(/[^ -~]/g, '.');
    context.print(`${(at + skip + shift).toString(16).padStart(8, '0')}: ${bytes.padEnd(full)} ${shown}\n`);
    if (context.isOutputFull) yield* context.flush();
  }
  return status;
});
