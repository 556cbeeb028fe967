import { bytesOf, textOf } from '../files/bytes.ts';
import { applet } from './applet.ts';
import { readFile } from './lines.ts';
import { md5, sha256 } from './hash.ts';
import { sha1, sha512 } from './sha.ts';
import { parseOptions } from './options.ts';

function digestApplet(name: string, digest: (bytes: Uint8Array) => string) {
  return applet(name, function* (context, args) {
    const options = yield* parseOptions(context, args, 'cs');
    if (!options) return 1;
    let status = 0;
    for (const file of options.rest.length > 0 ? options.rest : ['-']) {
      const text = yield* readFile(context, file, `can't open '${file}'`);
      if (text === undefined) {
        status = 1;
        continue;
      }
      if (!options.has('c')) {
        context.charge(text.length);
        context.print(`${digest(bytesOf(text))}  ${file}\n`);
        continue;
      }
      let [checked, failed] = [0, 0];
      for (const line of text.split('\n').filter((one) => one !== '')) {
        const [wanted = '', ...names] = line.split(/ [ *]/);
        const path = names.join('  ');
        const content = yield* readFile(context, path);
        const isSame = content !== undefined && digest(bytesOf(content)) === wanted;
        if (!options.has('s')) context.print(`${path}: ${isSame ? 'OK' : 'FAILED'}\n`);
        checked += 1;
        if (!isSame) failed += 1;
      }
      if (failed > 0) {
        status = 1;
        yield* context.complain(`${name}: WARNING: ${failed} of ${checked} computed checksums did NOT match`);
      }
    }
    return status;
  });
}

/** Digests of files; -c checks them. */
export const md5sum = digestApplet('md5sum', md5);
export const sha256sum = digestApplet('sha256sum', sha256);
export const sha1sum = digestApplet('sha1sum', sha1);
export const sha512sum = digestApplet('sha512sum', sha512);

/** Encodes, or with -d decodes: -w COLUMNS. */
export const base64 = applet('base64', function* (context, args) {
  const options = yield* parseOptions(context, args, 'dw:');
  if (!options) return 1;
  const text = yield* readFile(context, options.rest[0] ?? '-');
  if (text === undefined) return 1;
  if (options.has('d')) {
    // Characters that are not of the alphabet are passed over, as busybox does.
    const clean = text.replace(/[^A-Za-z0-9+/=]/g, '');
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(clean)) {
      yield* context.complain('base64: truncated input');
      return 1;
    }
    yield* context.write(1, textOf(Uint8Array.from(atob(clean), (char) => char.charCodeAt(0))));
    return 0;
  }
  const width = Number(options.value('w') ?? 76);
  const encoded = btoa(text);
  const lines = width === 0 ? [encoded] : (encoded.match(new RegExp(`.{1,${width}}`, 'g')) ?? []);
  yield* context.write(1, width === 0 ? encoded : lines.map((line) => `${line}\n`).join(''));
  return 0;
});
