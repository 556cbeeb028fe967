import type { ByteString } from '../files/bytes.ts';
import { findHeader, type HttpHeaders } from './message.ts';

/** Takes the body of a response out of the bytes of a connection, piece by piece, and keeps nothing of it. */
export class BodyStream {
  #buffer = '';
  /** Bytes still to come of the body, or of its chunk; undefined: up to the end of the connection. */
  #left: number | undefined;
  readonly #isChunked: boolean;
  #isWhole = false;

  constructor(headers: HttpHeaders) {
    this.#isChunked = /chunked/i.test(findHeader(headers, 'transfer-encoding') ?? '');
    const length = findHeader(headers, 'content-length');
    if (this.#isChunked) this.#left = 0;
    else if (length !== undefined && /^\d+$/.test(length)) this.#left = Number(length);
    this.#isWhole = !this.#isChunked && this.#left === 0;
  }

  /** Whether all of it has come, as far as the body itself says. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Whether it goes on until the connection ends. */
  get isOpen(): boolean {
    return this.#left === undefined;
  }

  /** @returns what of the body these bytes bring */
  push(bytes: ByteString): ByteString {
    if (!this.#isChunked) return this.#take(bytes);
    this.#buffer += bytes;
    let body = '';
    while (!this.#isWhole) {
      if (this.#left === 0) {
        const size = /^(?:\r\n)?([0-9a-fA-F]+)[^\n]*\n/.exec(this.#buffer);
        if (!size) break;
        this.#buffer = this.#buffer.slice(size[0].length);
        this.#left = Number.parseInt(size[1] ?? '', 16);
        this.#isWhole = this.#left === 0;
        continue;
      }
      const piece = this.#buffer.slice(0, this.#left);
      if (piece === '') break;
      this.#buffer = this.#buffer.slice(piece.length);
      this.#left = (this.#left ?? 0) - piece.length;
      body += piece;
    }
    return body;
  }

  #take(bytes: ByteString): ByteString {
    if (this.#left === undefined) return bytes;
    const body = bytes.slice(0, this.#left);
    this.#left -= body.length;
    this.#isWhole = this.#left === 0;
    return body;
  }
}
