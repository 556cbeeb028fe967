/**
 * The worker of this site: it plays a lab, which it loads itself, so that the page does not hold what it never shows; or it
 * runs the script of a demo. One file for both: nearly all of it is the cluster.
 */
import type { LabJson } from '@podlab/lab-format';
import { serveEngine } from '../engine/worker/serve-engine.ts';
import type { RecordMessage, Recorded } from './record-script.ts';

serveEngine(async (id) => {
  const module = (await import(`@site/.generated/played-labs/${id}.json`)) as { readonly default: LabJson };
  return module.default;
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
  const recorded = await import('./record-script.ts').then(
    ({ recordScript }) => recordScript(script),
    () => ({ fault: 'Not all of the cluster could be loaded. Look at the connection, then run it again.' }),
  );
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker answers its page and nobody else
  scope.postMessage(recorded);
}
