import type { ByteString } from '../files/bytes.ts';
import {
  clientPreface,
  endFlag,
  endHeadersFlag,
  formatFrame,
  formatHeaders,
  FrameParser,
  frameTypes,
  numberBytes,
  parseHeaders,
} from './frames.ts';

/** How a call ended. `code`: gRPC's number, 0 for success. */
export interface GrpcAnswer {
  readonly code: number;
  readonly message: string;
  readonly body: ByteString;
}

export interface GrpcRequest {
  readonly authority: string;
  /** `/grpc.health.v1.Health/Check` */
  readonly method: string;
  readonly userAgent: string;
  readonly body: ByteString;
}

/** The client's side of one call on one connection, as bytes in and bytes out. */
export class GrpcCall {
  /** To be sent. */
  readonly out: ByteString[] = [
    clientPreface + formatFrame({ type: frameTypes.settings, flags: 0, stream: 0, payload: '' }),
  ];
  /** The server has shown that it speaks HTTP/2. */
  isConnected = false;
  answer: GrpcAnswer | undefined;
  readonly #request: GrpcRequest;
  readonly #frames = new FrameParser();
  #data = '';

  constructor(request: GrpcRequest) {
    this.#request = request;
  }

  /** @throws FrameError when the server speaks something else */
  push(bytes: ByteString): void {
    this.#frames.push(bytes);
    for (let frame = this.#frames.next(); frame; frame = this.#frames.next()) {
      const { type, flags, payload } = frame;
      if (type === frameTypes.settings && (flags & endFlag) === 0) {
        this.out.push(formatFrame({ type, flags: endFlag, stream: 0, payload: '' }));
        if (!this.isConnected) this.#ask();
        this.isConnected = true;
      }
      if (type === frameTypes.data) this.#data += payload;
      if (type === frameTypes.headers && (flags & endFlag) !== 0) {
        const trailers = parseHeaders(payload);
        const code = Number(trailers.get('grpc-status') ?? 2);
        this.answer = { code, message: trailers.get('grpc-message') ?? '', body: this.#data.slice(5) };
      }
    }
  }

  #ask(): void {
    const { authority, method, userAgent, body } = this.#request;
    const headers = formatHeaders([
      [':method', 'POST'],
      [':scheme', 'http'],
      [':path', method],
      [':authority', authority],
      ['content-type', 'application/grpc'],
      ['user-agent', userAgent],
      ['te', 'trailers'],
    ]);
    this.out.push(formatFrame({ type: frameTypes.headers, flags: endHeadersFlag, stream: 1, payload: headers }));
    this.out.push(formatFrame({ type: frameTypes.data, flags: endFlag, stream: 1, payload: formatGrpcMessage(body) }));
  }
}

/** A message as it lies in DATA frames: not compressed, with its length. */
export function formatGrpcMessage(body: ByteString): ByteString {
  return `\0${numberBytes(body.length, 4)}${body}`;
}
