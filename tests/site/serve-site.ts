import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.txt': 'text/plain',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
};

/** A built site on a server of static files, as plain as they come. */
export interface ServedSite {
  /** Of the site's front page, with a slash at its end. */
  readonly url: string;
  /** Paths that were asked for, with the status they got, since the last `forget`. */
  readonly asked: readonly { readonly path: string; readonly status: number }[];
  forget(): void;
  /**
   * From now on, what becomes of requests that `answer` has an opinion of: no answer at all, or 404.
   * @param answer `destination` is what the browser wants it for, such as `worker`
   */
  refuse(answer: (path: string, destination: string) => 'none' | 'gone' | undefined): void;
  /** Leaves requests for this path without an answer. @returns lets go of them */
  hold(path: string): () => void;
  close(): Promise<void>;
}

/** Serves a folder below a base path on loopback; everything outside of it is 404. */
export async function serveSite(folder: string, base = '/'): Promise<ServedSite> {
  const asked: { path: string; status: number }[] = [];
  const held = new Map<string, Promise<void>>();
  let refusal: Parameters<ServedSite['refuse']>[0] = () => undefined;
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    await held.get(path);
    const refused = refusal(path, String(request.headers['sec-fetch-dest']));
    if (refused === 'none') return void request.socket.destroy();
    const file = refused === undefined && path.startsWith(base) ? findFile(folder, path.slice(base.length)) : undefined;
    const status = file === undefined ? 404 : 200;
    asked.push({ path, status });
    const sent = file ?? join(folder, '404.html');
    response.writeHead(status, { 'content-type': types[extname(sent)] ?? 'application/octet-stream' });
    response.end(readFileSync(sent));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`,
    asked,
    forget: () => asked.splice(0),
    refuse: (answer) => (refusal = answer),
    hold: (path) => {
      let release = () => {};
      held.set(
        path,
        new Promise((resolve) => {
          release = resolve;
        }),
      );
      return () => {
        held.delete(path);
        release();
      };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function findFile(folder: string, path: string): string | undefined {
  const file = join(folder, normalize(`/${path}`));
  if (!existsSync(file)) return undefined;
  if (!statSync(file).isDirectory()) return file;
  const index = join(file, 'index.html');
  return existsSync(index) ? index : undefined;
}
