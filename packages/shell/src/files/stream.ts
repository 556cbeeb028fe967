import type { HostInput, OutputGate } from '../ports.ts';
import { WaitQueue } from '../process/wait-queue.ts';
import { SystemError } from './errno.ts';
import type { OpenFile } from './open-file.ts';

const nothing = new Uint8Array(0);

/** Bytes from outside, read by processes as from a pipe whose writer never blocks. */
export class HostStream implements HostInput {
  readonly changed = new WaitQueue();
  readonly #chunks: Uint8Array[] = [];
  #ended = false;

  write(chunk: Uint8Array): void {
    if (this.#ended || chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.changed.wakeAll();
  }

  isReadable(): boolean {
    return this.#ended || this.#chunks.length > 0;
  }

  end(): void {
    this.#ended = true;
    this.changed.wakeAll();
  }

  read(max: number): Uint8Array | undefined {
    const first = this.#chunks[0];
    if (!first) return this.#ended ? nothing : undefined;
    if (first.length > max) {
      this.#chunks[0] = first.subarray(max);
      return first.subarray(0, max);
    }
    this.#chunks.shift();
    return first;
  }
}

/** Standard input that comes from outside. */
export function openHostStream(stream: HostStream, path: string): OpenFile {
  return {
    kind: 'stream',
    path,
    references: 0,
    changed: stream.changed,
    read: (max) => stream.read(max),
    isReadable: () => stream.isReadable(),
    write: () => {
      throw new SystemError('EBADF');
    },
    close: () => {},
  };
}

/** Standard output that goes outside as it is written. @param gate default: open all the time */
export function openSink(sink: (chunk: Uint8Array) => void, path: string, gate?: OutputGate): OpenFile {
  return gate ? new GatedSink(sink, path, gate) : new Sink(sink, path);
}

class Sink implements OpenFile {
  readonly kind = 'stream';
  readonly path: string;
  references = 0;
  readonly #sink: (chunk: Uint8Array) => void;

  constructor(sink: (chunk: Uint8Array) => void, path: string) {
    this.#sink = sink;
    this.path = path;
  }

  read(): Uint8Array {
    return nothing;
  }

  write(bytes: Uint8Array): number {
    if (bytes.length > 0) this.#sink(bytes);
    return bytes.length;
  }

  close(): void {}
}

class GatedSink extends Sink {
  readonly changed = new WaitQueue();
  readonly #gate: OutputGate;

  constructor(sink: (chunk: Uint8Array) => void, path: string, gate: OutputGate) {
    super(sink, path);
    this.#gate = gate;
    gate.onOpen(() => this.changed.wakeAll());
  }

  override write(bytes: Uint8Array): number {
    return this.#gate.isOpen ? super.write(bytes) : 0;
  }
}
