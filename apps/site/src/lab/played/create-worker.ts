/** The worker that plays a lab, as the site's bundler makes it: its own chunk, below the site's base URL. */
export function createWorker(): Worker {
  return new Worker(new URL('./lab-worker.ts', import.meta.url));
}
