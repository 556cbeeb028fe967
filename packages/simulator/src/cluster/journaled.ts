import { decodeUtf8, encodeBase64 } from '@podlab/apimachinery';
import type { ApiConnection, ApiRequest, ApiResponse, ApiStream } from '../apiserver/exchange.ts';
import { checksum, type JournalAction, type JournaledRequest, type JournalFile, sealEntry } from './journal-entry.ts';
import type { EmbeddedCluster } from './ports.ts';

/**
 * The same cluster, with a journal: what is done to it is written down before it is answered, and so is how far time has
 * come before anybody is shown what happened.
 * @param cluster new and untouched, or as `replayJournal` made it from `file.values`
 */
export function journaled(cluster: EmbeddedCluster, file: JournalFile): EmbeddedCluster {
  let sum = file.values.at(-1)?.sum ?? '';
  let writtenMs = file.values.at(-1)?.atMs ?? -Infinity;
  let connections = file.values.length;
  const write = (action: JournalAction) => {
    const entry = sealEntry(action, cluster.time.nowMs(), sum);
    file.append(entry);
    sum = entry.sum;
    writtenMs = entry.atMs;
  };
  const writeTime = () => {
    if (cluster.time.nowMs() > writtenMs) write({ kind: 'time' });
  };
  write(file.values.length === 0 ? { kind: 'start', options: cluster.options } : { kind: 'resume' });

  const stamped = (stream: ApiStream): ApiStream => ({
    subscribe: (sink) =>
      stream.subscribe({
        write: (chunk) => {
          writeTime();
          sink.write(chunk);
        },
        end: () => sink.end(),
      }),
  });
  const answeredLater = (later: NonNullable<ApiResponse['later']>, onAnswer: (response: ApiResponse) => void) =>
    later((response) => {
      writeTime();
      onAnswer(response);
    });
  const connected = (connection: ApiConnection, id: number): ApiConnection => ({
    protocol: connection.protocol,
    receive: (message) => {
      connection.receive(message);
      write({ kind: 'message', id, data: encodeBase64(message) });
    },
    clientClosed: () => {
      connection.clientClosed();
      write({ kind: 'close', id });
    },
    subscribe: (sink) =>
      connection.subscribe({
        message: (data) => {
          writeTime();
          sink.message(data);
        },
        close: () => sink.close(),
      }),
  });

  return {
    options: cluster.options,
    time: cluster.time,
    loadCodeFor: (request, as) => cluster.loadCodeFor(request, as),
    skewMs: () => cluster.skewMs(),
    snapshot: () => cluster.snapshot(),
    onDifference: (listener) => cluster.onDifference(listener),
    setSkew: (skewMs) => {
      cluster.setSkew(skewMs);
      write({ kind: 'skew', skewMs });
    },
    setKubelet: (node, state) => {
      const isThere = cluster.setKubelet(node, state);
      if (isThere) write({ kind: 'kubelet', node, state });
      return isThere;
    },
    identify: (request) => cluster.identify(request),
    handle: (asked) => {
      const request = cluster.identify(asked);
      if ('status' in request) return request;
      const response = cluster.handle(request);
      if (isReading(request)) writeTime();
      else write({ kind: 'request', request: toJournal(request), answer: answerSum(response) });
      const { later, body } = response;
      if (later) return { ...response, later: (onAnswer) => answeredLater(later, onAnswer) };
      return isStream(body) ? { ...response, body: stamped(body) } : response;
    },
    open: (asked, protocols) => {
      const request = cluster.identify(asked);
      if ('status' in request) return request;
      const connection = cluster.open(request, protocols);
      if ('status' in connection) return connection;
      connections += 1;
      write({ kind: 'open', id: connections, request: toJournal(request), protocols });
      return connected(connection, connections);
    },
  };
}

/** Checksum of an answer; a stream counts only by its status. */
export function answerSum({ status, body }: ApiResponse): string {
  if (isStream(body)) return String(status);
  return checksum(`${status} ${typeof body === 'string' ? body : decodeUtf8(body)}`);
}

/** What a proxied request does to a process is no reading, whatever its method. */
function isReading({ method, path }: ApiRequest): boolean {
  if (/\/proxy(\/|\?|$)/.test(path)) return false;
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

function isStream(body: ApiResponse['body']): body is ApiStream {
  return typeof body === 'object' && 'subscribe' in body;
}

/** Whose it is known to be stays, what has shown it does not. */
function toJournal({ body, ...request }: ApiRequest): JournaledRequest {
  return { ...request, ...(body && { body: encodeBase64(body) }) };
}
