import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};
const compressed = new Set(['.png', '.woff2']);

export interface BuiltSiteServer {
  /** Of the front page, with a slash at its end. */
  readonly url: string;
  close(): void;
}

/**
 * Serves a built site at `/` on loopback as a host of static sites does: gzipped, files named by a digest kept for ever.
 * @param onServed told the path of each request
 */
export async function serveBuilt(folder: string, onServed?: (path: string) => void): Promise<BuiltSiteServer> {
  const server = createServer(({ url = '/' }, response) => {
    const path = url.replace(/[?#].*/, '');
    onServed?.(path);
    const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
    const isThere = existsSync(file) && statSync(file).isFile();
    const sent = isThere ? file : join(folder, '404.html');
    response.statusCode = isThere ? 200 : 404;
    response.setHeader('content-type', types[extname(sent)] ?? 'application/octet-stream');
    if (path.startsWith('/assets/')) response.setHeader('cache-control', 'public, max-age=31536000, immutable');
    const content = readFileSync(sent);
    if (compressed.has(extname(sent))) return void response.end(content);
    response.setHeader('content-encoding', 'gzip');
    response.end(gzipSync(content));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
