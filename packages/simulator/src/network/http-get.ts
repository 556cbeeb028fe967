import {
  bytesOf,
  clientHello,
  type Connection,
  formatRequest,
  HttpSyntaxError,
  type HttpResponse,
  isIpAddress,
  type NetworkStack,
  ResponseParser,
  serverHello,
  SystemError,
  textOf,
} from '@podlab/shell';
import type { HTTPHeader } from 'kubernetes-types/core/v1';
import type { Wait } from '../kubelet/task.ts';

/** Where and what to ask. */
export interface HttpTarget {
  readonly scheme: 'HTTP' | 'HTTPS';
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly headers: readonly HTTPHeader[];
  readonly userAgent: string;
  /** Another request than a GET with these headers. */
  readonly request?: { readonly method: string; readonly text: string };
}

/** What came of it; `error` is worded as Go's HTTP client does. */
export type HttpGetOutcome =
  | { readonly kind: 'answered'; readonly response: HttpResponse }
  | { readonly kind: 'failed'; readonly error: string; readonly cause: string };

/** `http://10.244.0.5:8080/healthz` */
export function urlOf({ scheme, host, port, path }: HttpTarget): string {
  return `${scheme.toLowerCase()}://${host}:${port}${path.startsWith('/') ? path : `/${path}`}`;
}

/** Sends a request from a node and waits for the answer. @param onEnd called before the wait is over */
export function httpGetAndWait(
  stack: NetworkStack,
  target: HttpTarget,
  onEnd: (outcome: HttpGetOutcome) => void,
): Wait {
  return (resume) => {
    const end = (outcome: HttpGetOutcome) => {
      connection?.close();
      onEnd(outcome);
      resume();
    };
    const fail = (error: string) => end({ kind: 'failed', error: `Get "${urlOf(target)}": ${error}`, cause: error });
    let connection: Connection | undefined;
    if (!isIpAddress(target.host)) {
      fail(`dial tcp: lookup ${target.host} on 172.18.0.1:53: no such host`);
      return undefined;
    }
    connection = stack.connect({ ip: target.host, port: target.port });
    const step = createExchange(connection, target, { end, fail });
    connection.onChange = step;
    step();
    return () => {
      connection.onChange = undefined;
      connection.close();
    };
  };
}

/** `dial tcp 10.244.0.5:8080: connect: connection refused` */
export function dialError({ remote, failure }: Connection): string {
  const why = failure === 'ETIMEDOUT' ? 'connection timed out' : new SystemError(failure ?? 'EIO').message;
  return `dial tcp ${remote.ip}:${remote.port}: connect: ${why.toLowerCase()}`;
}

function createExchange(
  connection: Connection,
  target: HttpTarget,
  { end, fail }: { end: (outcome: HttpGetOutcome) => void; fail: (error: string) => void },
): () => void {
  const parser = new ResponseParser(target.request?.method ?? 'GET');
  let unsent: Uint8Array = bytesOf(target.request?.text ?? requestText(target));
  let isOver = false;
  let hasBytes = false;
  let isSecure = false;
  const over = (run: () => void) => {
    if (isOver) return;
    isOver = true;
    connection.onChange = undefined;
    run();
  };
  const withoutHello = (text: string) => {
    if (isSecure || target.scheme !== 'HTTPS' || !text.startsWith(serverHello)) return text;
    isSecure = true;
    return text.slice(serverHello.length);
  };
  return () => {
    if (isOver) return;
    if (connection.state === 'connecting') {
      if (connection.failure !== undefined) over(() => fail(dialError(connection)));
      return;
    }
    try {
      // A change within this call comes back here: what is left is taken before it is written.
      while (unsent.length > 0 && !isOver) {
        const bytes = unsent;
        unsent = new Uint8Array(0);
        const taken = connection.write(bytes.slice());
        unsent = bytes.subarray(taken);
        if (taken === 0) break;
      }
      while (!isOver && connection.isReadable()) {
        const bytes = connection.read(65_536);
        if (bytes === undefined) return;
        hasBytes ||= bytes.length > 0;
        if (bytes.length === 0) parser.end();
        else parser.push(withoutHello(textOf(bytes)));
        const response = parser.whole();
        if (response) {
          if (target.scheme === 'HTTPS' && !isSecure)
            over(() => fail('http: server gave HTTP response to HTTPS client'));
          else over(() => end({ kind: 'answered', response }));
        } else if (bytes.length === 0) over(() => fail(hasBytes ? 'unexpected EOF' : 'EOF'));
      }
    } catch (error) {
      if (error instanceof HttpSyntaxError) {
        const line = JSON.stringify(error.line);
        over(() => fail(`net/http: HTTP/1.x transport connection broken: malformed HTTP response ${line}`));
      } else if (error instanceof SystemError) {
        const { local, remote } = connection;
        const where = `${local.ip}:${local.port}->${remote.ip}:${remote.port}`;
        const how = error.code === 'EPIPE' ? 'write' : 'read';
        over(() => fail(`${how} tcp ${where}: ${how}: ${error.message.toLowerCase()}`));
      } else throw error;
    }
  };
}

function requestText({ scheme, host, port, path, headers, userAgent }: HttpTarget): string {
  const own = headers.map(({ name, value }): [string, string] => [name, value]);
  const isOwn = (name: string) => own.some(([other]) => other.toLowerCase() === name.toLowerCase());
  const standard: [string, string][] = [
    ['Host', `${host}:${port}`],
    ['User-Agent', userAgent],
    ['Accept', '*/*'],
    ['Connection', 'close'],
  ];
  const request = formatRequest({
    method: 'GET',
    target: path.startsWith('/') ? path : `/${path}`,
    version: 'HTTP/1.1',
    headers: [
      ...standard.filter(([name]) => !isOwn(name)),
      ...own.filter(([name, value]) => name !== '' && value !== ''),
    ],
    body: '',
  });
  // A server that expects plain HTTP makes of the hello what it makes of the first bytes of TLS.
  return scheme === 'HTTPS' ? clientHello + request : request;
}
