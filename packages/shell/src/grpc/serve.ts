import { type ByteString, textOf } from '../files/bytes.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { formatGrpcMessage, type GrpcAnswer } from './call.ts';
import {
  clientPreface,
  endFlag,
  endHeadersFlag,
  formatFrame,
  formatHeaders,
  FrameError,
  FrameParser,
  frameTypes,
  parseHeaders,
} from './frames.ts';

/** gRPC's number for a method that a server does not have. */
export const grpcUnimplemented = 12;

/** Answers the calls of one client, one after the other, until it ends the connection or speaks something else. */
export function* serveGrpcConnection(
  context: ProcessContext,
  fd: number,
  answer: (method: string, body: ByteString) => Coroutine<GrpcAnswer>,
): Coroutine<void> {
  const frames = new FrameParser();
  const bodies = new Map<number, ByteString>();
  const methods = new Map<number, string>();
  let preface = '';
  yield* context.write(fd, formatFrame({ type: frameTypes.settings, flags: 0, stream: 0, payload: '' }));
  for (;;) {
    const connection = context.sockets.connection(fd);
    while (!connection.isReadable()) yield* context.process.block(connection.changed);
    const bytes = textOf(yield* context.read(fd));
    if (bytes === '') return;
    const head = bytes.slice(0, clientPreface.length - preface.length);
    preface += head;
    if (!clientPreface.startsWith(preface)) return;
    frames.push(bytes.slice(head.length));
    try {
      for (let frame = frames.next(); frame; frame = frames.next()) {
        const { type, flags, stream, payload } = frame;
        const isAcknowledged = (flags & endFlag) !== 0;
        if ((type === frameTypes.settings || type === frameTypes.ping) && !isAcknowledged) {
          const echo = type === frameTypes.ping ? payload : '';
          yield* context.write(fd, formatFrame({ type, flags: endFlag, stream: 0, payload: echo }));
        }
        if (type === frameTypes.headers) methods.set(stream, parseHeaders(payload).get(':path') ?? '');
        if (type !== frameTypes.data) continue;
        bodies.set(stream, (bodies.get(stream) ?? '') + payload);
        if ((flags & endFlag) === 0) continue;
        const reply = yield* answer(methods.get(stream) ?? '', (bodies.get(stream) ?? '').slice(5));
        yield* context.write(fd, formatAnswer(stream, reply));
        methods.delete(stream);
        bodies.delete(stream);
      }
    } catch (error) {
      if (error instanceof FrameError) return;
      throw error;
    }
  }
}

function formatAnswer(stream: number, { code, message, body }: GrpcAnswer): ByteString {
  const head: [string, string][] = [
    [':status', '200'],
    ['content-type', 'application/grpc'],
  ];
  const trailers: [string, string][] = [
    ['grpc-status', String(code)],
    ['grpc-message', message],
  ];
  const last = { type: frameTypes.headers, flags: endHeadersFlag | endFlag, stream };
  if (code !== 0) return formatFrame({ ...last, payload: formatHeaders([...head, ...trailers]) });
  return (
    formatFrame({ type: frameTypes.headers, flags: endHeadersFlag, stream, payload: formatHeaders(head) }) +
    formatFrame({ type: frameTypes.data, flags: 0, stream, payload: formatGrpcMessage(body) }) +
    formatFrame({ ...last, payload: formatHeaders(trailers) })
  );
}
