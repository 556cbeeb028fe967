import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** What nobody reads offline. */
const leftOut = /^(share\/|llms|sitemap\.xml|podlab-base\.json|.*\.map$)/;

/**
 * Writes `offline.js`, the service worker that keeps the course in a reader's browser, and `offline.json`, by which a page
 * can say how much that is. Both name the build by a digest of its files.
 */
export function writeOfflineCourse(folder: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => statSync(join(folder, name)).isFile() && !leftOut.test(name))
    .sort();
  const digest = createHash('sha256');
  let bytes = 0;
  for (const name of files) {
    const content = readFileSync(join(folder, name));
    bytes += content.length;
    digest.update(`${name}\0${content.length}\0`).update(content);
  }
  const build = digest.digest('hex').slice(0, 16);
  const paths = files.map((name) => name.replace(/(^|\/)index\.html$/, '$1'));
  const { outputFiles } = buildSync({
    entryPoints: [join(__dirname, '../../src/offline/service-worker.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    define: { __BUILD__: JSON.stringify(build), __PATHS__: JSON.stringify(paths) },
    logLevel: 'error',
  });
  writeFileSync(join(folder, 'offline.js'), outputFiles[0]?.contents ?? '');
  writeFileSync(join(folder, 'offline.json'), JSON.stringify({ build, bytes, files: paths.length }));
}
