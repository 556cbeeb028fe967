/** Runs one script on an embedded cluster and tells what there was to see. */
import { encodeRecording, type RecordingData, type RunScript } from '@podlab/lab-ui/model';
import { recordRun } from '@podlab/lab-ui/recorder';

/** What a page asks of a worker, once. */
export interface RecordMessage {
  readonly type: 'record';
  readonly script: RunScript;
}

/** What the worker answers. */
export type Recorded = { readonly recording: RecordingData } | { readonly fault: string };

/** Never rejects. */
export async function recordScript(script: RunScript): Promise<Recorded> {
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
