/**
 * Keeps the course in the reader's browser. It is there only where a reader asked for it. Pages come from the network
 * unless it takes longer than two seconds; files whose names carry a digest come from what is kept. A new build is kept
 * beside the old one, and takes its place when the reader says so.
 */
import type { ToKeeper } from './messages.ts';

declare const __BUILD__: string;
declare const __PATHS__: readonly string[];

/** The part of a service worker's scope that is used here; TypeScript has it in a library that excludes the page's. */
interface Scope {
  readonly location: Location;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: object): Promise<{ postMessage(data: unknown, transfer: readonly Transferable[]): void }[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToKeeper>) => void): void;
  addEventListener(type: 'fetch', listener: (event: Asked) => void): void;
}

interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}

interface Asked extends Lasting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const scope = self as unknown as Scope;
const base = new URL('./', scope.location.href).href;
/** Sites under other paths of this origin have caches of their own. */
const prefix = `podlab ${new URL(base).pathname} `;
const cacheName = prefix + __BUILD__;
const patienceMs = 2000;
const atOnce = 6;

scope.addEventListener('install', (event) => event.waitUntil(keepAll()));
scope.addEventListener('activate', (event) => event.waitUntil(dropOthers().then(() => scope.clients.claim())));
scope.addEventListener('message', ({ data }) => {
  if (data === 'take over') void scope.skipWaiting();
});
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(base)) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (isDigested(request.url)) event.respondWith(keptFirst(request));
  else event.respondWith(networkFirst(request));
});

async function keepAll(): Promise<void> {
  const cache = await caches.open(cacheName);
  const waiting = [...__PATHS__];
  let kept = 0;
  const keepSome = async (): Promise<void> => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      await cache.put(base + path, await obtain(base + path));
      kept += 1;
      await tellPages({ kept, of: __PATHS__.length });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, keepSome));
}

/** A file whose name carries a digest may be taken from an earlier build; all others come fresh. */
async function obtain(url: string): Promise<Response> {
  const earlier = isDigested(url) ? await caches.match(url) : undefined;
  if (earlier !== undefined) return earlier;
  const response = await fetch(url, { cache: isDigested(url) ? 'default' : 'reload' });
  if (!response.ok) throw new Error(`${url}: HTTP status ${response.status}`);
  // A response that came by a redirect may not answer a navigation.
  return response.redirected ? new Response(await response.blob(), { headers: response.headers }) : response;
}

async function tellPages(progress: { readonly kept: number; readonly of: number }): Promise<void> {
  const clients = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  for (const client of clients) client.postMessage(progress, []);
}

async function dropOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(prefix) && name !== cacheName).map((name) => caches.delete(name)),
  );
}

async function page(request: Request): Promise<Response> {
  const kept = (await keptPage(request.url)) ?? (await caches.match(`${base}404.html`));
  const fresh = fetch(request);
  if (kept === undefined) return fresh;
  return Promise.race([fresh, patience()]).then(
    (response) => response ?? kept,
    () => kept,
  );
}

/** A page is kept under the name of its folder; servers leave the slash out or add index.html. */
async function keptPage(url: string): Promise<Response | undefined> {
  const plain = url.replace(/[?#].*$/, '').replace(/(\/index\.html|\/)$/, '');
  const cache = await caches.open(cacheName);
  return (await cache.match(`${plain}/`)) ?? cache.match(plain);
}

function patience(): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(undefined), patienceMs);
  });
}

async function keptFirst(request: Request): Promise<Response> {
  return (await caches.match(request.url, { ignoreSearch: true })) ?? fetch(request);
}

async function networkFirst(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(request.url, { ignoreSearch: true });
    if (kept === undefined) throw error;
    return kept;
  }
}

function isDigested(url: string): boolean {
  const path = url.slice(base.length);
  return path.startsWith('assets/') || /^search-index-[^/]*\.json$/.test(path);
}
