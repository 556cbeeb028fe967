import {
  bytesOf,
  type Connection,
  formatHealthRequest,
  FrameError,
  type GrpcAnswer,
  GrpcCall,
  healthCheckMethod,
  parseHealthResponse,
  type SocketAddress,
  SystemError,
  textOf,
} from '@podlab/shell';
import type { ProbeOutcome } from './network-probe.ts';
import type { NodeServices } from '../node/node-services.ts';
import { either, sleep, type Task, type Wait } from '../task.ts';

/** How far a health check came. */
export type GrpcCheck =
  | { readonly kind: 'answered'; readonly answer: GrpcAnswer }
  /** No connection to anything that speaks HTTP/2, in time. */
  | { readonly kind: 'not connected' }
  /** A connection, and no answer in time. */
  | { readonly kind: 'late' }
  /** The connection ended instead of an answer. */
  | { readonly kind: 'broken'; readonly why: string };

/** @see google.golang.org/grpc/backoff DefaultConfig */
const firstBackoffMs = 1000;
const backoffGrowth = 1.6;

/** gRPC's names of its numbers that occur. */
const codeNames =
  'OK Canceled Unknown InvalidArgument DeadlineExceeded NotFound AlreadyExists PermissionDenied ResourceExhausted FailedPrecondition Aborted OutOfRange Unimplemented Internal Unavailable DataLoss Unauthenticated'.split(
    ' ',
  );

/**
 * What the kubelet says of a health check.
 * @param address `10.244.0.5:9000`
 * @see kubernetes v1.36 pkg/probe/grpc/grpc.go
 */
export function judgeGrpcCheck(check: GrpcCheck, address: string, timeoutSeconds: number): ProbeOutcome {
  const failure = (output: string): ProbeOutcome => ({ kind: 'failure', output });
  switch (check.kind) {
    case 'not connected':
      return failure(
        `timeout: failed to connect service "${address}" within ${timeoutSeconds}s: context deadline exceeded`,
      );
    case 'late':
      return failure(`timeout: health rpc did not complete within ${timeoutSeconds}s`);
    case 'broken':
      return failure(`error: health rpc probe failed: rpc error: code = Unavailable desc = ${check.why}`);
    case 'answered': {
      const { code, message, body } = check.answer;
      const name = codeNames[code] ?? `Code(${code})`;
      if (name === 'Unimplemented') {
        return failure(
          `error: this server does not implement the grpc health protocol (grpc.health.v1.Health): ${message}`,
        );
      }
      if (name === 'DeadlineExceeded') return failure(`timeout: health rpc did not complete within ${timeoutSeconds}s`);
      if (name !== 'OK') return failure(`error: health rpc probe failed: rpc error: code = ${name} desc = ${message}`);
      const status = parseHealthResponse(body);
      return status === 'SERVING' ? { kind: 'success' } : failure(`service unhealthy (responded with "${status}")`);
    }
  }
}

/** Asks a server's gRPC health service once, from the node; until it is connected it tries again. */
export function* tryGrpc(
  { network, timers }: Pick<NodeServices, 'network' | 'timers'>,
  to: SocketAddress,
  { service, timeoutSeconds, userAgent }: { service: string; timeoutSeconds: number; userAgent: string },
): Task<ProbeOutcome> {
  const address = `${to.ip}:${to.port}`;
  const endMs = timers.nowMs() + timeoutSeconds * 1000;
  let check: GrpcCheck = { kind: 'not connected' };
  for (let backoffMs = firstBackoffMs; timers.nowMs() < endMs; backoffMs *= backoffGrowth) {
    const retryMs = timers.nowMs() + backoffMs;
    const request = { authority: address, method: healthCheckMethod, userAgent, body: formatHealthRequest(service) };
    const call = new GrpcCall(request);
    let end: GrpcCheck | undefined;
    yield either(
      callAndWait(network.host.connect(to), call, (ended) => (end = ended)),
      sleep(timers, endMs - timers.nowMs()),
      () => undefined,
    );
    check = end ?? { kind: call.isConnected ? 'late' : 'not connected' };
    if (check.kind !== 'not connected') break;
    yield sleep(timers, Math.max(0, Math.min(retryMs, endMs) - timers.nowMs()));
  }
  return judgeGrpcCheck(check, address, timeoutSeconds);
}

function callAndWait(connection: Connection, call: GrpcCall, onEnd: (check: GrpcCheck) => void): Wait {
  return (resume) => {
    let isOver = false;
    const end = (check: GrpcCheck) => {
      if (isOver) return;
      isOver = true;
      connection.onChange = undefined;
      connection.close();
      onEnd(check);
      resume();
    };
    const fail = (why: string) => end(call.isConnected ? { kind: 'broken', why } : { kind: 'not connected' });
    const step = () => {
      if (isOver || connection.state === 'connecting') {
        if (connection.failure !== undefined) fail(connection.failure);
        return;
      }
      try {
        send(connection, call);
        while (!isOver && connection.isReadable()) {
          const bytes = connection.read(65_536);
          if (bytes === undefined) return;
          if (bytes.length === 0) return fail('error reading from server: EOF');
          call.push(textOf(bytes));
          send(connection, call);
          if (call.answer) end({ kind: 'answered', answer: call.answer });
        }
      } catch (error) {
        if (error instanceof FrameError) fail(error.message);
        else if (error instanceof SystemError) fail(`error reading from server: ${error.message.toLowerCase()}`);
        else throw error;
      }
    };
    connection.onChange = step;
    step();
    return () => {
      isOver = true;
      connection.onChange = undefined;
      connection.close();
    };
  };
}

/** What a health check sends is far less than a connection takes at once. */
function send(connection: Connection, call: GrpcCall): void {
  for (const bytes of call.out.splice(0)) connection.write(bytesOf(bytes));
}
