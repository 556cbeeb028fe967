/**
 * HTTP/2 as far as one gRPC call at a time needs it: frames, and headers as literals that no table knows.
 * @see RFC 9113 4.1, 6; RFC 7541 6.2.2
 */
import type { ByteString } from '../files/bytes.ts';

/** What a client sends first. @see RFC 9113 3.4 */
export const clientPreface: ByteString = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

/** @see RFC 9113 6 */
export const frameTypes = { data: 0, headers: 1, settings: 4, ping: 6, goAway: 7 } as const;
/** END_STREAM of DATA and HEADERS; ACK of SETTINGS and PING. */
export const endFlag = 1;
export const endHeadersFlag = 4;
/** The most that a peer may send before it is allowed more. @see RFC 9113 6.5.2 SETTINGS_MAX_FRAME_SIZE */
const longestFrame = 16_384;

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: ByteString;
}

/** What came was not HTTP/2. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

/** The bytes of a frame. */
export function formatFrame({ type, flags, stream, payload }: Frame): ByteString {
  return (
    numberBytes(payload.length, 3) + numberBytes(type, 1) + numberBytes(flags, 1) + numberBytes(stream, 4) + payload
  );
}

/** Takes bytes as they come and gives whole frames. */
export class FrameParser {
  #bytes: ByteString = '';

  push(bytes: ByteString): void {
    this.#bytes += bytes;
  }

  /** @returns undefined until there is another whole one. @throws FrameError */
  next(): Frame | undefined {
    if (this.#bytes.length < 9) return undefined;
    const length = readNumber(this.#bytes, 0, 3);
    if (length > longestFrame) throw new FrameError(`a frame of ${length} bytes`);
    if (this.#bytes.length < 9 + length) return undefined;
    const frame = {
      type: readNumber(this.#bytes, 3, 1),
      flags: readNumber(this.#bytes, 4, 1),
      stream: readNumber(this.#bytes, 5, 4),
      payload: this.#bytes.slice(9, 9 + length),
    };
    this.#bytes = this.#bytes.slice(9 + length);
    return frame;
  }
}

/** Names and values, each shorter than 127 bytes. */
export function formatHeaders(headers: readonly (readonly [string, string])[]): ByteString {
  const literal = (text: string) => numberBytes(text.length, 1) + text;
  return headers.map(([name, value]) => `\0${literal(name)}${literal(value)}`).join('');
}

/** The inverse of `formatHeaders`. @throws FrameError for headers that are written in another way */
export function parseHeaders(block: ByteString): Map<string, string> {
  const headers = new Map<string, string>();
  let at = 0;
  const literal = () => {
    const length = block.charCodeAt(at);
    if (!(length < 127)) throw new FrameError('a header that is not a short literal');
    at += 1 + length;
    return block.slice(at - length, at);
  };
  while (at < block.length) {
    if (block.charCodeAt(at) !== 0) throw new FrameError('a header that is not a literal');
    at += 1;
    const name = literal();
    headers.set(name, literal());
  }
  return headers;
}

/** Big-endian. */
export function numberBytes(value: number, length: number): ByteString {
  let text = '';
  for (let shift = (length - 1) * 8; shift >= 0; shift -= 8) text += String.fromCharCode((value >>> shift) & 255);
  return text;
}

/** Big-endian. */
export function readNumber(bytes: ByteString, at: number, length: number): number {
  let value = 0;
  for (let index = at; index < at + length; index += 1) value = value * 256 + bytes.charCodeAt(index);
  return value;
}
