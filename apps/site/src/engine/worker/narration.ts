import type { ClusterPicture } from '@podlab/lab-ui/model';
import type { RunHost } from '@podlab/simulator';
import { tellChanges } from './narrator.ts';

const everyMs = 2_000;

/** Tells in sentences what happens, in batches that a listener can follow. */
export class Narration {
  readonly #host: RunHost;
  readonly #tell: (sentence: string) => void;
  readonly #stopped = new AbortController();
  #told: ClusterPicture | undefined;
  #read: (() => ClusterPicture | undefined) | undefined;
  #isPlanned = false;

  constructor(host: RunHost, tell: (sentence: string) => void) {
    this.#host = host;
    this.#tell = tell;
  }

  /** Something may have changed. What was there at the first look is not told; after that it is read once in a batch. */
  look(read: () => ClusterPicture | undefined): void {
    this.#read = read;
    this.#told ??= read();
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    this.#host.clock.sleep(everyMs, { signal: this.#stopped.signal }).then(
      () => this.#batch(),
      () => undefined,
    );
  }

  say(sentence: string): void {
    this.#tell(sentence);
  }

  stop(): void {
    this.#stopped.abort();
  }

  #batch(): void {
    this.#isPlanned = false;
    const [before, now] = [this.#told, this.#read?.()];
    this.#told = now;
    if (!before || !now) return;
    for (const sentence of tellChanges(before, now)) this.#tell(sentence);
  }
}
