/**
 * The lines of a body, wherever its chunks are cut. A last line without its end is not given out: it was cut off.
 * @throws the signal's reason when aborted; what the body throws
 */
export async function* readLines(
  body: ReadableStream<Uint8Array>,
  { signal }: { readonly signal: AbortSignal },
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of readChunks(body, { signal })) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield line;
  }
}

/** The chunks of a body. Stops reading it when the signal is aborted or the loop is left. */
export async function* readChunks(
  body: ReadableStream<Uint8Array>,
  { signal }: { readonly signal: AbortSignal },
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  let ended = false;
  const cancel = () => {
    // A body that is broken already has nothing to cancel; the loop below reports how it ended.
    if (!ended) reader.cancel(signal.reason).catch(() => {});
    ended = true;
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    for (;;) {
      signal.throwIfAborted();
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) {
        ended = true;
        return;
      }
      yield value;
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    cancel();
  }
}
