import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { readLab } from '../../../apps/site/src/engine/testing/read-lab.ts';
import { bundleEngine } from '../../../apps/site/tools/bundle-engine.ts';

const engine = join(import.meta.dirname, '..', '..', '..', 'apps/site/src/engine');

export interface StartServer {
  readonly url: string;
  /** The worker's files, by name. */
  readonly worker: ReadonlyMap<string, Uint8Array>;
  close(): void;
}

/** The worker, which says what it has loaded just before it says that the lab is played. */
const watched = `
const post = self.postMessage.bind(self);
self.postMessage = (message) => {
  if (message.change?.phase === 'playing') {
    post({ type: 'loaded', loaded: performance.getEntriesByType('resource').map(({ name }) => name) });
  }
  post(message);
};
importScripts('/worker/entry.js');`;

/** Serves a page that can begin a lab, and nothing else, from loopback. */
export async function serveStart(): Promise<StartServer> {
  const page = await bundleEngine(join(import.meta.dirname, 'page.ts'), 'web');
  const worker = await bundleEngine(join(engine, 'worker/entry.ts'), 'webworker');
  const lab = JSON.stringify(await readLab('replaced-not-restarted'));
  const server = createServer(({ url = '/' }, response) => {
    const [, name = ''] = /^\/worker\/(.*)$/.exec(url) ?? [];
    const script =
      name === '' ? page.files.get(url.slice(1)) : name === 'watched.js' ? watched : worker.files.get(name);
    const type = script ? 'text/javascript' : url === '/lab.json' ? 'application/json' : 'text/html';
    response.setHeader('content-type', `${type}; charset=utf-8`);
    response.end(script ?? (url === '/lab.json' ? lab : '<!doctype html><script src="/entry.js"></script>'));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, worker: worker.files, close: () => server.close() };
}
