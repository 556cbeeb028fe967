import { systemClock } from '@podlab/apimachinery';
import type { RunHost } from '@podlab/simulator';

/** This worker (or Node, in a test) as a run needs it. */
export function workerHost(): RunHost {
  const channel = new MessageChannel();
  const waiting: (() => void)[] = [];
  channel.port1.addEventListener('message', () => waiting.shift()?.());
  channel.port1.start();
  return {
    clock: systemClock(),
    yieldToHost: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        channel.port2.postMessage(undefined, []);
      }),
  };
}

/** Whether the reader has asked the browser to load little. */
export function savesData(): boolean {
  const scope = globalThis as { readonly navigator?: { readonly connection?: { readonly saveData?: boolean } } };
  return scope.navigator?.connection?.saveData ?? false;
}
