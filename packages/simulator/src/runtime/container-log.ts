/** Output of one container instance, as containerd keeps it: whole lines with the time each was finished. */
import { LateMap, LateSet } from '@podlab/apimachinery';
import type { ApiStream } from '../apiserver/exchange.ts';

export type LogStream = 'stdout' | 'stderr';

interface LogLine {
  readonly timeMs: number;
  /** With its newline, unless the container ended in the middle of a line. */
  readonly bytes: Uint8Array;
}

export interface LogReadOptions {
  readonly tailLines?: number;
  readonly limitBytes?: number;
  /** Lines before this virtual time are left out. */
  readonly sinceMs?: number;
  /** Puts a time before each line; virtual time → what the client is shown. */
  readonly timestamp?: (timeMs: number) => string;
}

/** Half of it is dropped when a log grows beyond. The kubelet rotates at 10 MiB: here memory is dearer. */
const rotateAboveBytes = 1_048_576;
const newline = 10;

/** The log of one container instance. Appended to by the runtime, read by `kubectl logs`. */
export class ContainerLog {
  #lines: LogLine[] = [];
  #bytes = 0;
  readonly #open = new LateMap<LogStream, Uint8Array>();
  #isClosed = false;
  readonly #followers = new LateSet<() => void>();
  /** Lines dropped by rotation: positions of followers count from the very first line. */
  #dropped = 0;

  append(stream: LogStream, chunk: Uint8Array, timeMs: number): void {
    let rest = joinBytes(this.#open.get(stream), chunk);
    let end = rest.indexOf(newline);
    while (end >= 0) {
      this.#addLine({ timeMs, bytes: rest.slice(0, end + 1) });
      rest = rest.subarray(end + 1);
      end = rest.indexOf(newline);
    }
    if (rest.length > 0) this.#open.set(stream, rest.slice());
    else this.#open.delete(stream);
    this.#tellFollowers();
  }

  /** The container has ended: an unfinished line is a line too. */
  close(timeMs: number): void {
    for (const bytes of this.#open.values()) this.#addLine({ timeMs, bytes });
    this.#open.clear();
    this.#isClosed = true;
    this.#tellFollowers();
  }

  /** Bytes kept. */
  sizeBytes(): number {
    return this.#bytes;
  }

  read(options: LogReadOptions = {}): Uint8Array {
    const chunks = this.#select(options).map((line) => formatLine(line, options));
    return limitBytes(concatBytes(chunks), options.limitBytes);
  }

  /** What `read` gives, and then every line to come until the container has ended. */
  follow(options: LogReadOptions): ApiStream {
    return {
      subscribe: (sink) => {
        let left = options.limitBytes ?? Infinity;
        let next = this.#dropped + this.#lines.length;
        let isOver = false;
        const stop = () => {
          isOver = true;
          this.#followers.delete(tell);
        };
        const write = (bytes: Uint8Array) => {
          if (bytes.length === 0) return;
          sink.write(bytes.subarray(0, left));
          left -= bytes.length;
        };
        const tell = () => {
          const fresh = this.#lines.slice(Math.max(0, next - this.#dropped));
          next = this.#dropped + this.#lines.length;
          write(concatBytes(fresh.map((line) => formatLine(line, options))));
          if (isOver || (!this.#isClosed && left > 0)) return;
          stop();
          sink.end();
        };
        this.#followers.add(tell);
        write(this.read({ ...options, ...(left === Infinity ? {} : { limitBytes: left }) }));
        tell();
        return stop;
      },
    };
  }

  #select({ tailLines, sinceMs }: LogReadOptions): readonly LogLine[] {
    const recent = sinceMs === undefined ? this.#lines : this.#lines.filter(({ timeMs }) => timeMs >= sinceMs);
    if (tailLines === undefined || tailLines < 0) return recent;
    return tailLines === 0 ? [] : recent.slice(-tailLines);
  }

  #addLine(line: LogLine): void {
    this.#lines.push(line);
    this.#bytes += line.bytes.length;
    if (this.#bytes > rotateAboveBytes) this.#rotate();
  }

  #rotate(): void {
    let from = 0;
    while (this.#bytes > rotateAboveBytes / 2 && from < this.#lines.length - 1) {
      this.#bytes -= (this.#lines[from] as LogLine).bytes.length;
      from += 1;
    }
    this.#lines = this.#lines.slice(from);
    this.#dropped += from;
  }

  #tellFollowers(): void {
    for (const tell of this.#followers) tell();
  }
}

function formatLine({ timeMs, bytes }: LogLine, { timestamp }: LogReadOptions): Uint8Array {
  if (timestamp === undefined) return bytes;
  return concatBytes([new TextEncoder().encode(`${timestamp(timeMs)} `), bytes]);
}

function limitBytes(bytes: Uint8Array, limit: number | undefined): Uint8Array {
  return limit === undefined ? bytes : bytes.subarray(0, limit);
}

function joinBytes(before: Uint8Array | undefined, chunk: Uint8Array): Uint8Array {
  return before === undefined ? chunk : concatBytes([before, chunk]);
}

function concatBytes(chunks: readonly Uint8Array[]): Uint8Array {
  if (chunks.length === 1) return chunks[0] as Uint8Array;
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
