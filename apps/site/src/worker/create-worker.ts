/** The worker of this site, as its bundler makes it: its own chunk, below the site's base URL. */
export function createWorker(): Worker {
  return new Worker(new URL('./site-worker.ts', import.meta.url));
}
