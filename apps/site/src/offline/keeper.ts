import type { KeepProgress, OfflineCourse, ToKeeper } from './messages.ts';

/** Whether the course is kept in this browser, and what can be done about it. */
export type KeepState =
  | { readonly kind: 'impossible'; readonly why: string }
  | { readonly kind: 'notKept'; readonly bytes: number }
  | { readonly kind: 'keeping'; readonly progress: KeepProgress | undefined }
  | { readonly kind: 'kept' }
  | { readonly kind: 'newer' }
  | { readonly kind: 'failed'; readonly why: string };

/** The service worker of this site. Every method reports through `changed`, which `watch` takes. */
export interface Keeper {
  /** Tells the state now and, where the course is kept, when a newer build has come; until the returned function is called. */
  watch(changed: (state: KeepState) => void): () => void;
  keep(): Promise<void>;
  remove(): Promise<void>;
  /** Lets the newer build take over and loads the page again. */
  renew(): Promise<void>;
}

/** @param base the site's base URL */
export function createKeeper(base: string): Keeper {
  const listeners = new Set<(state: KeepState) => void>();
  const tell = (state: KeepState): void => listeners.forEach((listener) => listener(state));
  return {
    watch(changed) {
      listeners.add(changed);
      const stopping = new AbortController();
      const look = () =>
        currentState(base).then(tell, (error: unknown) => tell({ kind: 'failed', why: String(error) }));
      void look().then(async () => onNewerBuild(await find(base), () => void look(), stopping.signal));
      return () => {
        listeners.delete(changed);
        stopping.abort();
      };
    },
    async keep() {
      tell({ kind: 'keeping', progress: undefined });
      const onMessage = ({ data }: MessageEvent<KeepProgress>) => tell({ kind: 'keeping', progress: data });
      navigator.serviceWorker.addEventListener('message', onMessage);
      try {
        const registration = await navigator.serviceWorker.register(`${base}offline.js`, { scope: base });
        await installed(registration.installing);
        tell(await currentState(base));
      } catch (error) {
        await (await find(base))?.unregister();
        tell({ kind: 'failed', why: error instanceof Error ? error.message : String(error) });
      } finally {
        navigator.serviceWorker.removeEventListener('message', onMessage);
      }
    },
    async remove() {
      await (await find(base))?.unregister();
      for (const name of await caches.keys()) if (name.startsWith(`podlab ${base} `)) await caches.delete(name);
      tell(await currentState(base));
    },
    async renew() {
      const waiting = (await find(base))?.waiting;
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      waiting?.postMessage('take over' satisfies ToKeeper, []);
    },
  };
}

async function currentState(base: string): Promise<KeepState> {
  if (!isSecureContext)
    return {
      kind: 'impossible',
      why: 'Browsers keep a site only when it came over HTTPS or from this machine, and this one came over plain HTTP.',
    };
  if (!('serviceWorker' in navigator))
    return { kind: 'impossible', why: 'This browser, or this private window, has no service workers.' };
  const registration = await find(base);
  if (registration?.waiting) return { kind: 'newer' };
  if (registration?.active) return { kind: 'kept' };
  const response = await fetch(`${base}offline.json`);
  if (!response.ok) return { kind: 'impossible', why: 'This copy of the site was not made with `pnpm build`.' };
  const { bytes } = (await response.json()) as OfflineCourse;
  return { kind: 'notKept', bytes };
}

/** The registration for exactly this base: a site above it may have one of its own. */
async function find(base: string): Promise<ServiceWorkerRegistration | undefined> {
  if (!isSecureContext || !('serviceWorker' in navigator)) return undefined;
  const found = await navigator.serviceWorker.getRegistration(base);
  return found !== undefined && new URL(found.scope).pathname === base ? found : undefined;
}

/** Calls `found` when a newer build has been kept beside the one in use, also one that is being kept already. */
function onNewerBuild(
  registration: ServiceWorkerRegistration | undefined,
  found: () => void,
  signal: AbortSignal,
): void {
  const follow = () => {
    const coming = registration?.installing;
    coming?.addEventListener('statechange', () => coming.state === 'installed' && found(), { signal });
  };
  follow();
  registration?.addEventListener('updatefound', follow, { signal });
}

function installed(worker: ServiceWorker | null): Promise<void> {
  if (worker === null) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const look = () => {
      if (worker.state === 'activated' || worker.state === 'installed') resolve();
      if (worker.state === 'redundant') reject(new Error('a file could not be loaded'));
    };
    worker.addEventListener('statechange', look);
    look();
  });
}
