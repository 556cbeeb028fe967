import { createServer, type Server } from 'node:http';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { readLab } from '../../apps/site/src/engine/testing/read-lab.ts';

const worker = join(import.meta.dirname, '..', '..', 'apps/site/src/engine/worker/entry.ts');

const types: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', json: 'application/json' };

/** Bundles the page and serves it on loopback. @returns the server and its address */
export async function servePage(): Promise<{ readonly server: Server; readonly url: string }> {
  const { outputFiles } = await build({
    entryPoints: { page: join(import.meta.dirname, 'page.tsx'), entry: worker },
    bundle: true,
    splitting: true,
    write: false,
    outdir: '/page',
    platform: 'browser',
    format: 'esm',
    target: 'es2023',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  const files = new Map<string, string | Uint8Array>(
    outputFiles.map(({ path, contents }) => [basename(path), contents]),
  );
  files.set('lab.json', JSON.stringify(await readLab('replaced-not-restarted')));
  files.set('', document);
  const server = createServer(({ url = '/' }, response) => {
    const name = url.replace(/[?#].*/, '').slice(1);
    const file = files.get(name);
    response.statusCode = file === undefined ? 404 : 200;
    response.setHeader('content-type', `${types[name.split('.').at(-1) ?? ''] ?? 'text/html'}; charset=utf-8`);
    response.end(file ?? 'There is nothing here.');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { server, url: `http://127.0.0.1:${address.port}/` };
}

const document = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A lab page</title>
<link rel="stylesheet" href="/page.css">
<style>body { margin: 0; background: var(--pod-paper); }</style>
<script>
  const dark = new URLSearchParams(location.search).get('theme') === 'dark';
  if (dark) document.documentElement.dataset.theme = 'dark';
</script>
<main id="root"></main>
<dl hidden><dt><a href="#running">Running</a></dt><dd id="gl-running">A container of the Pod has begun.</dd></dl>
<script type="module" src="/page.js"></script>
</html>`;
