import { type ByteString, textOf } from '../files/bytes.ts';
import { type ErrorCode, SystemError } from '../files/errno.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import type { HttpResponse } from './message.ts';
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
  | { readonly kind: 'late'; readonly received: ByteString };

/**
 * Sends a request over a connection and waits for its answer.
 * @param untilMs virtual time at which it gives up
 */
export function* exchangeHttp(
  context: ProcessContext,
  fd: number,
  { request, method, untilMs }: { readonly request: ByteString; readonly method: string; readonly untilMs: number },
): Coroutine<HttpOutcome> {
  const parser = new ResponseParser(method);
  let received = '';
  try {
    yield* context.write(fd, request);
    for (;;) {
      const whole = parser.whole();
      if (whole) return { kind: 'response', response: whole };
      const ready = yield* context.sockets.poll([fd], Math.max(0, untilMs - context.nowMs()));
      if (ready.length === 0) return { kind: 'late', received };
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

function afterEnd(parser: ResponseParser, received: ByteString): HttpOutcome {
  parser.end();
  const whole = parser.whole();
  if (whole) return { kind: 'response', response: whole };
  const head = parser.head();
  if (head) return { kind: 'cut', response: { ...head, body: parser.partialBody() } };
  return received === '' ? { kind: 'empty' } : { kind: 'garbage', line: received.split(/\r?\n/)[0] ?? '' };
}
