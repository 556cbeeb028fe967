import { type ByteString, httpDate, type ProcessContext, type Program, serveHttp } from '@podlab/shell';
import { apiPort } from '#parts';
import type { ApiEndpoint } from '../../apiserver/api-endpoint.ts';

interface Part {
  readonly ports: readonly number[];
  readonly securePorts?: readonly number[];
  /** What it prints when it begins. */
  readonly hello: readonly string[];
  /** How it ends when it is asked to. */
  readonly end: (process: ProcessContext) => Generator<void, number, void>;
}

/**
 * What runs in the Pods of `kube-system`: it answers probes, says a little, and ends when it is asked to. The work of
 * these programs is done by the simulator; what reaches kube-apiserver's port is handed on to it.
 */
export const systemProgram = (api: ApiEndpoint): Program => ({
  name: 'system',
  *run(process) {
    const name = process.argv[0]?.split('/').pop() ?? '';
    const { ports, securePorts = [], hello, end } = parts[name] ?? quiet;
    for (const signal of ['TERM', 'INT'] as const) process.onSignal(signal, 'handle');
    for (const line of hello) yield* process.complain(line);
    yield* serveHttp(process, {
      ports: [...ports, ...securePorts],
      securePorts,
      ...(name === 'kube-apiserver' && {
        serveClient: (fd: number, hello: ByteString) => serve(process, api, fd, hello),
      }),
      answer: function* () {
        const headers = [
          ['Content-Type', 'text/plain; charset=utf-8'],
          ['Date', httpDate(process.nowMs())],
          ['Content-Length', '2'],
        ] as const;
        return { version: 'HTTP/1.1', status: 200, reason: 'OK', headers, body: 'ok' };
      },
      answerGarbage: function* () {
        const headers = [
          ['Content-Type', 'text/plain; charset=utf-8'],
          ['Connection', 'close'],
        ] as const;
        return { version: 'HTTP/1.1', status: 400, reason: 'Bad Request', headers, body: '400 Bad Request' };
      },
      onSignal: function* () {
        return process.takeSignal() === undefined ? 'go on' : 'exit';
      },
    });
    return yield* end(process);
  },
});

/** Serves whoever is no probe. */
function* serve(process: ProcessContext, endpoint: ApiEndpoint, fd: number, hello: ByteString) {
  if (!apiPort.isHere) yield* process.process.waitForCode(apiPort.load());
  const { hostname, network } = process.container;
  const port = { endpoint, nodeName: hostname, nodeIp: network.address ?? '' };
  yield* apiPort.code.serveApiClient(process, { ...port, fd, hello });
}

function* endWith(code: number): Generator<void, number, void> {
  return code;
}

const quiet: Part = { ports: [], hello: [], end: () => endWith(0) };

const parts: Readonly<Record<string, Part>> = {
  coredns: {
    ports: [8080, 8181, 9153],
    hello: ['.:53', 'CoreDNS-1.14.2', 'linux/amd64'],
    *end(process) {
      yield* process.complain('[INFO] SIGTERM: Shutting down servers then terminating');
      yield* process.complain('[INFO] plugin/health: Going into lameduck mode for 5s');
      yield* process.sleep(5000);
      return 0;
    },
  },
  etcd: { ...quiet, ports: [2381] },
  'kube-apiserver': { ...quiet, securePorts: [6443], hello: ['Version: v1.36.3', 'Serving securely on [::]:6443'] },
  'kube-controller-manager': { ...quiet, securePorts: [10_257], hello: ['Serving securely on 127.0.0.1:10257'] },
  'kube-scheduler': { ...quiet, securePorts: [10_259], hello: ['Serving securely on 127.0.0.1:10259'] },
  // Go ends programs so that do not handle the signal.
  'kube-proxy': { ...quiet, ports: [10_256], hello: ['Caches are synced'], end: () => endWith(2) },
};
