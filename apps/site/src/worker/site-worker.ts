/**
 * The worker of this site: it plays a lab, which it loads itself, so that the page does not hold what it never shows; or it
 * runs the script of a demo. One file for both: nearly all of it is the cluster.
 */
import type { LabJson } from '@podlab/lab-format';
import { serveEngine } from '../engine/worker/serve-engine.ts';
import { keepLoading, type LoadFile } from './keep-loading.ts';
import type { RecordMessage, Recorded } from './record-script.ts';

/** The bundler's own way to one of its files. */
declare let __webpack_chunk_load__: LoadFile;

const longestRestMs = 8_000;

const tellMissing = serveEngine(async (id) => {
  const module = (await import(`@site/.generated/played-labs/${id}.json`)) as { readonly default: LabJson };
  return module.default;
});

__webpack_chunk_load__ = keepLoading(__webpack_chunk_load__, {
  // This worker's own file carries the digest of its build in its name.
  isRenewed: async () => !(await fetch(location.href, { method: 'HEAD', cache: 'no-store' })).ok,
  onMissing: tellMissing,
  rest: (tries) =>
    new Promise((resolve) => {
      setTimeout(resolve, Math.min(1000 * 2 ** (tries - 1), longestRestMs));
      addEventListener('online', () => resolve(), { once: true });
    }),
});

const scope = globalThis as unknown as {
  postMessage(message: Recorded): void;
  addEventListener(
    type: 'message',
    listener: (event: MessageEvent<RecordMessage | { readonly type: string }>) => void,
  ): void;
};

scope.addEventListener('message', ({ data }) => {
  if ('script' in data) void record(data);
});

async function record({ script }: RecordMessage): Promise<void> {
  const { recordScript } = await import('./record-script.ts');
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker answers its page and nobody else
  scope.postMessage(await recordScript(script));
}
