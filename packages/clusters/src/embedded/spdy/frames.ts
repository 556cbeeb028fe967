/** The frames of SPDY/3.1, as far as Kubernetes' clients use them. @see SPDY Protocol, draft 3.1, 2.2 (Framing) */
import { Buffer } from 'node:buffer';

/** Types of control frames. */
export const controlTypes = { synStream: 1, synReply: 2, rstStream: 3, ping: 6, goAway: 7 } as const;

export interface ControlFrame {
  readonly kind: 'control';
  /** One of `controlTypes`, or another that is to be passed over. */
  readonly type: number;
  readonly isLast: boolean;
  readonly content: Buffer;
}

export interface DataFrame {
  readonly kind: 'data';
  readonly streamId: number;
  /** The sender says nothing more on this stream. */
  readonly isLast: boolean;
  readonly content: Buffer;
}

export type Frame = ControlFrame | DataFrame;

/** The largest frame taken; bytes. Clients send 32 KiB at a time. */
const maxFrameBytes = 4 * 1024 * 1024;
const headBytes = 8;
const version = 3;
const flagLast = 1;

/** A peer that does not speak SPDY/3.1. */
export class SpdyError extends Error {
  override readonly name = 'SpdyError';
}

/** Cuts bytes into frames, however they come. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  /** @returns the frames that are whole now @throws SpdyError */
  push(chunk: Buffer): Frame[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const frames: Frame[] = [];
    while (this.#rest.length >= headBytes) {
      const length = this.#rest.readUIntBE(5, 3);
      if (length > maxFrameBytes) throw new SpdyError(`a frame of ${length} bytes; at most ${maxFrameBytes} are taken`);
      if (this.#rest.length < headBytes + length) break;
      frames.push(parseFrame(this.#rest.subarray(0, headBytes + length)));
      this.#rest = this.#rest.subarray(headBytes + length);
    }
    return frames;
  }
}

export function controlFrame(type: number, content: Buffer): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeUInt16BE(0x8000 | version, 0);
  head.writeUInt16BE(type, 2);
  head.writeUIntBE(content.length, 5, 3);
  return Buffer.concat([head, content]);
}

export function dataFrame(streamId: number, content: Uint8Array, isLast: boolean): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeUInt32BE(streamId, 0);
  head[4] = isLast ? flagLast : 0;
  head.writeUIntBE(content.length, 5, 3);
  return Buffer.concat([head, content]);
}

/** @param frame a whole one */
function parseFrame(frame: Buffer): Frame {
  const isLast = ((frame[4] ?? 0) & flagLast) !== 0;
  const content = frame.subarray(headBytes);
  const first = frame.readUInt32BE(0);
  if (first < 0x8000_0000) return { kind: 'data', streamId: first, isLast, content };
  const spoken = frame.readUInt16BE(0) & 0x7fff;
  if (spoken !== version) throw new SpdyError(`SPDY/${spoken}; expected SPDY/${version}`);
  return { kind: 'control', type: frame.readUInt16BE(2), isLast, content };
}
