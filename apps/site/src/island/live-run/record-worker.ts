/** A worker that runs one script on an embedded cluster and tells what there was to see. */
import { encodeRecording, type RecordingData, type RunScript } from '@podlab/lab-ui/model';
import { recordRun } from '@podlab/lab-ui/recorder';

/** What the worker answers, once. */
export type Recorded = { readonly recording: RecordingData } | { readonly fault: string };

const scope = globalThis as unknown as {
  postMessage(message: Recorded): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<RunScript>) => void): void;
};

scope.addEventListener('message', ({ data: script }) => void answer(script));

async function answer(script: RunScript): Promise<void> {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker answers its page and nobody else
  scope.postMessage(await record(script));
}

async function record(script: RunScript): Promise<Recorded> {
  try {
    // The page ends the worker when nobody waits for it any more.
    const { signal } = new AbortController();
    return { recording: encodeRecording(await recordRun(script, { signal, yieldToHost })) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

/** A turn of the event loop; a timer would wait for milliseconds. */
function yieldToHost(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(undefined);
  });
}
