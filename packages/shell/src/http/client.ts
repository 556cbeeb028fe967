import { type ByteString, textOf } from '../files/bytes.ts';
import { type ErrorCode, SystemError } from '../files/errno.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { BodyStream } from './body-stream.ts';
import { findHeader, type HttpResponse } from './message.ts';
import { HttpSyntaxError, ResponseParser } from './parser.ts';

/** What came back for a request. */
export type HttpOutcome =
  | { readonly kind: 'response'; readonly response: HttpResponse }
  /** The head is there and the connection ended within the body; `response.body` is what came. */
  | { readonly kind: 'cut'; readonly response: HttpResponse }
  /** The connection ended without a word. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'garbage'; readonly line: ByteString }
  | { readonly kind: 'broken'; readonly why: ErrorCode }
  | { readonly kind: 'late'; readonly receivedBytes: number };

export interface HttpExchange {
  readonly request: ByteString;
  readonly method: string;
  /** Virtual time at which it gives up. */
  readonly untilMs: number;
  /**
   * Asked when the head of an answer is there whose body has no length. @returns what takes the pieces of the body as
   * they come, which the outcome's response then lacks; undefined to have the body whole
   */
  readonly follow?: (head: HttpHead) => ((piece: ByteString) => Coroutine<void>) | undefined;
}

export type HttpHead = Omit<HttpResponse, 'body'>;

/** Sends a request over a connection and waits for its answer. */
export function* exchangeHttp(
  context: ProcessContext,
  fd: number,
  { request, method, untilMs, follow }: HttpExchange,
): Coroutine<HttpOutcome> {
  const parser = new ResponseParser(method);
  let received = '';
  let mayFollow = follow !== undefined && method !== 'HEAD';
  try {
    yield* context.write(fd, request);
    for (;;) {
      const head = mayFollow ? parser.head() : undefined;
      if (head) {
        mayFollow = false;
        const sink = findHeader(head.headers, 'content-length') === undefined ? follow?.(head) : undefined;
        if (sink) return yield* followBody(context, fd, { head, first: parser.partialBody(), sink, untilMs });
      }
      const whole = parser.whole();
      if (whole) return { kind: 'response', response: whole };
      const ready = yield* context.sockets.poll([fd], Math.max(0, untilMs - context.nowMs()));
      if (ready.length === 0) return { kind: 'late', receivedBytes: received.length };
      const bytes = yield* context.read(fd);
      if (bytes.length === 0) return afterEnd(parser, received);
      received += textOf(bytes);
      parser.push(textOf(bytes));
    }
  } catch (error) {
    if (error instanceof HttpSyntaxError) return { kind: 'garbage', line: error.line };
    if (!(error instanceof SystemError) || error.code === 'EINTR') throw error;
    const head = parser.head();
    if (head) return { kind: 'cut', response: { ...head, body: parser.partialBody() } };
    return { kind: 'broken', why: error.code };
  }
}

interface Following {
  readonly head: HttpHead;
  /** What of the body came with the head. */
  readonly first: ByteString;
  readonly sink: (piece: ByteString) => Coroutine<void>;
  readonly untilMs: number;
}

function* followBody(
  context: ProcessContext,
  fd: number,
  { head, first, sink, untilMs }: Following,
): Coroutine<HttpOutcome> {
  const stream = new BodyStream(head.headers);
  const response = { ...head, body: '' };
  let receivedBytes = 0;
  let bytes = first;
  for (;;) {
    const piece = stream.push(bytes);
    receivedBytes += piece.length;
    if (piece !== '') yield* sink(piece);
    if (stream.isWhole) return { kind: 'response', response };
    const ready = yield* context.sockets.poll([fd], Math.max(0, untilMs - context.nowMs()));
    if (ready.length === 0) return { kind: 'late', receivedBytes };
    try {
      bytes = textOf(yield* context.read(fd));
    } catch (error) {
      if (!(error instanceof SystemError) || error.code === 'EINTR') throw error;
      return { kind: 'cut', response };
    }
    if (bytes === '') return stream.isOpen ? { kind: 'response', response } : { kind: 'cut', response };
  }
}

function afterEnd(parser: ResponseParser, received: ByteString): HttpOutcome {
  parser.end();
  const whole = parser.whole();
  if (whole) return { kind: 'response', response: whole };
  const head = parser.head();
  if (head) return { kind: 'cut', response: { ...head, body: parser.partialBody() } };
  return received === '' ? { kind: 'empty' } : { kind: 'garbage', line: received.split(/\r?\n/)[0] ?? '' };
}
