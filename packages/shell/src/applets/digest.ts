import { bytesOf } from '../files/bytes.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { readFile } from './lines.ts';
import { md5, sha256 } from './hash.ts';
import { sha1, sha512 } from './sha.ts';
import { type Options, parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';
import { areNumbers } from './number-options.ts';

function digestApplet(name: string, digest: (bytes: Uint8Array) => string) {
  return applet(name, function* (context, args) {
    const options = yield* parseOptions(context, args, 'scwbt');
    if (!options) return 1;
    if (!options.has('c') && (options.has('s') || options.has('w'))) return yield* complainUsage(context);
    let status = 0;
    for (const file of options.rest.length > 0 ? options.rest : ['-']) {
      const text = yield* readFile(
        context,
        file,
        options.has('c') ? file : `can't open '${file}'`,
        options.has('c') ? undefined : `can't read '${file}': Is a directory`,
      );
      if (text === undefined) {
        if (options.has('c')) return 1;
        status = 1;
      } else if (options.has('c')) {
        if (!(yield* checkSums(context, options, file, text, digest))) status = 1;
      } else {
        context.charge(text.length);
        context.print(`${digest(bytesOf(text))}  ${file}\n`);
      }
    }
    return status;
  });
}

/** Checks the files that a list of digests names. @returns whether all are as listed */
function* checkSums(
  context: ProcessContext,
  options: Options,
  list: string,
  text: string,
  digest: (bytes: Uint8Array) => string,
): Coroutine<boolean> {
  const name = context.process.command;
  const lines = text.replace(/\n$/, '').split('\n');
  if (text === '') {
    yield* context.complain(`${name}: ${list}: no checksum lines found`);
    return false;
  }
  let failed = 0;
  for (const line of lines) {
    const [, wanted = '', path] = /^([^ ]*) [ *]?([^]*)$/.exec(line) ?? [];
    if (path === undefined) {
      if (options.has('w')) yield* context.complain(`${name}: invalid format`);
      failed += 1;
      continue;
    }
    const content = yield* readFile(context, path, `can't open '${path}'`);
    const isSame = content !== undefined && digest(bytesOf(content)) === wanted.toLowerCase();
    if (!isSame) failed += 1;
    if (!options.has('s')) context.print(`${path}: ${isSame ? 'OK' : 'FAILED'}\n`);
  }
  if (failed > 0 && !options.has('s'))
    yield* context.complain(`${name}: WARNING: ${failed} of ${lines.length} computed checksums did NOT match`);
  return failed === 0;
}

/** Digests of files; -c checks them. */
export const md5sum = digestApplet('md5sum', md5);
export const sha256sum = digestApplet('sha256sum', sha256);
export const sha1sum = digestApplet('sha1sum', sha1);
export const sha512sum = digestApplet('sha512sum', sha512);

/** Encodes, or with -d decodes: -w COLUMNS. */
export const base64 = applet('base64', function* (context, args) {
  const options = yield* parseOptions(context, args, 'diw:');
  if (!options) return 1;
  if (options.rest.length > 1) return yield* complainUsage(context);
  if (!(yield* areNumbers(context, options, { w: [0, 4294967295] }))) return 1;
  const file = options.rest[0] ?? '-';
  const text = yield* readFile(context, file, file, 'read error: Is a directory');
  if (text === undefined) return 1;
  if (options.has('d')) {
    const { decoded, isWhole } = decodeBase64(text);
    yield* context.write(1, decoded);
    if (isWhole) return 0;
    yield* context.complain('base64: truncated input');
    return 1;
  }
  const width = Number(options.value('w') ?? 76);
  const encoded = btoa(text);
  const lines = width === 0 ? [encoded] : (encoded.match(new RegExp(`.{1,${width}}`, 'g')) ?? []);
  yield* context.write(1, width === 0 ? encoded : lines.map((line) => `${line}\n`).join(''));
  return 0;
});

/** Decodes as busybox does: characters that are not of the alphabet are passed over, padding ends a piece of text. */
function decodeBase64(text: string): { decoded: string; isWhole: boolean } {
  let decoded = '';
  let group = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    const isPadding = char === '=' && (group.length === 3 || (group.length === 2 && text[at + 1] === '='));
    if (!isPadding && !/[A-Za-z0-9+/]/.test(char)) continue;
    group += char;
    if (group.length < 4) continue;
    decoded += atob(group);
    group = '';
  }
  return { decoded, isWhole: group === '' };
}
