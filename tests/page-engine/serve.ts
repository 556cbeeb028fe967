import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { readLab } from '../../apps/site/src/engine/testing/read-lab.ts';

export interface Harness {
  readonly url: string;
  close(): void;
}

const engine = join(import.meta.dirname, '..', '..', 'apps', 'site', 'src', 'engine');

/** Serves a page with the engine and nothing else, from loopback: there a browser has everything, as over TLS. */
export async function serveHarness(): Promise<Harness> {
  const { outputFiles } = await build({
    entryPoints: { worker: join(engine, 'worker', 'entry.ts'), page: join(import.meta.dirname, 'harness-page.ts') },
    bundle: true,
    minify: true,
    splitting: true,
    write: false,
    outdir: '/',
    platform: 'browser',
    format: 'esm',
    target: 'es2023',
  });
  const scripts = new Map(outputFiles.map(({ path, contents }) => [path.replaceAll('\\', '/'), contents]));
  const lab = JSON.stringify(await readLab('replaced-not-restarted'));
  const page = readFileSync(join(import.meta.dirname, 'harness.html'), 'utf8');
  const server: Server = createServer(({ url = '/' }, response) => {
    const script = scripts.get(url);
    response.setHeader(
      'content-type',
      script ? 'text/javascript' : url === '/lab.json' ? 'application/json' : 'text/html',
    );
    response.end(script ?? (url === '/lab.json' ? lab : page));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => server.close(),
  };
}
