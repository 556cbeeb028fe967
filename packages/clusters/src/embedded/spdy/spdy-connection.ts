import { Buffer } from 'node:buffer';
import { controlFrame, controlTypes, dataFrame, type Frame, FrameReader, SpdyError } from './frames.ts';
import { createHeaderCodec, type Headers } from './header-blocks.ts';

/** What SPDY is spoken over: a socket, or the binary messages of a WebSocket. */
export interface ByteChannel {
  write(bytes: Buffer): void;
  /** Says that nothing more comes, after what was written. */
  end(): void;
  /** Cuts it. */
  destroy(): void;
}

/** One stream, opened by the client. */
export interface SpdyStream {
  readonly id: number;
  readonly headers: Headers;
  write(content: Uint8Array): void;
  /** This side says nothing more. Idempotent. */
  end(): void;
}

/** What a server does with what comes. */
export interface SpdyEvents {
  opened(stream: SpdyStream): void;
  data(stream: SpdyStream, content: Uint8Array): void;
  /** The client says nothing more on it. */
  ended(stream: SpdyStream): void;
  /** The client has given it up. */
  reset(stream: SpdyStream): void;
}

interface OpenStream {
  readonly stream: SpdyStream;
  /** This side says nothing more. */
  hasEnded: boolean;
  hasClientEnded: boolean;
}

/** The largest frame sent; bytes. */
const maxContentBytes = 32 * 1024;

/**
 * The server's side of a SPDY/3.1 connection, as Kubernetes' clients need it: streams that the client opens, without
 * flow control, which they do not have either.
 */
export class SpdyConnection {
  readonly #channel: ByteChannel;
  readonly #events: SpdyEvents;
  readonly #reader = new FrameReader();
  readonly #codec = createHeaderCodec();
  /** Those on which somebody may still say something. */
  readonly #streams = new Map<number, OpenStream>();
  /** Frames are taken one after the other: unpacking headers takes a moment. */
  #work: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(channel: ByteChannel, events: SpdyEvents) {
    this.#channel = channel;
    this.#events = events;
  }

  /** Bytes from the client, in order. A client that does not speak SPDY is cut off. */
  receive(chunk: Buffer): void {
    this.#work = this.#work.then(async () => {
      try {
        for (const frame of this.#reader.push(chunk)) await this.#take(frame);
      } catch (error) {
        this.close();
        this.#channel.destroy();
        if (!(error instanceof SpdyError)) throw error;
      }
    });
  }

  /** Says good-bye once everything was written. Idempotent. */
  end(): void {
    if (this.#isClosed) return;
    for (const { stream } of this.#streams.values()) stream.end();
    this.close();
    this.#channel.end();
  }

  /** The connection is gone. Idempotent. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#codec.close();
  }

  async #take(frame: Frame): Promise<void> {
    if (this.#isClosed) return;
    if (frame.kind === 'data') {
      this.#takeData(frame.streamId, frame.content, frame.isLast);
    } else if (frame.type === controlTypes.synStream) {
      await this.#open(frame.content, frame.isLast);
    } else if (frame.type === controlTypes.rstStream) {
      if (frame.content.length < 4) throw new SpdyError('a RST_STREAM that ends too early');
      const id = frame.content.readUInt32BE(0);
      const open = this.#streams.get(id);
      this.#streams.delete(id);
      if (open) this.#events.reset(open.stream);
    } else if (frame.type === controlTypes.ping) {
      this.#channel.write(controlFrame(controlTypes.ping, frame.content));
    }
  }

  #takeData(streamId: number, content: Buffer, isLast: boolean): void {
    const open = this.#streams.get(streamId);
    if (!open || open.hasClientEnded) return;
    if (content.length > 0) this.#events.data(open.stream, new Uint8Array(content));
    if (isLast) this.#clientEnded(streamId, open);
  }

  #clientEnded(streamId: number, open: OpenStream): void {
    open.hasClientEnded = true;
    if (open.hasEnded) this.#streams.delete(streamId);
    this.#events.ended(open.stream);
  }

  /** SYN_STREAM: the stream, the one it belongs to, a priority and a slot; then its headers. */
  async #open(content: Buffer, isLast: boolean): Promise<void> {
    if (content.length < 10) throw new SpdyError('a SYN_STREAM that ends too early');
    const id = content.readUInt32BE(0) & 0x7fff_ffff;
    const headers = await this.#codec.decode(content.subarray(10));
    const reply = await this.#codec.encode({});
    if (this.#isClosed) return;
    const idBytes = Buffer.alloc(4);
    idBytes.writeUInt32BE(id);
    this.#channel.write(controlFrame(controlTypes.synReply, Buffer.concat([idBytes, reply])));
    const open: OpenStream = {
      stream: this.#createStream(id, headers),
      hasEnded: false,
      hasClientEnded: false,
    };
    this.#streams.set(id, open);
    this.#events.opened(open.stream);
    if (isLast) this.#clientEnded(id, open);
  }

  #createStream(id: number, headers: Headers): SpdyStream {
    const send = (content: Uint8Array, isLast: boolean) => {
      if (!this.#isClosed) this.#channel.write(dataFrame(id, content, isLast));
    };
    const streams = this.#streams;
    const whileOpen = () => {
      const open = streams.get(id);
      return open?.hasEnded === false ? open : undefined;
    };
    return {
      id,
      headers,
      write(content) {
        for (let at = 0; at < content.length && whileOpen(); at += maxContentBytes) {
          send(content.subarray(at, at + maxContentBytes), false);
        }
      },
      end() {
        const open = whileOpen();
        if (!open) return;
        open.hasEnded = true;
        if (open.hasClientEnded) streams.delete(id);
        send(new Uint8Array(), true);
      },
    };
  }
}
