import type { Container, Probe } from 'kubernetes-types/core/v1';
import { grpcProbe } from '#parts';
import { findHeader, parseHttpUrl, resolveLocation } from '@podlab/shell';
import { dialError, type HttpGetOutcome, httpGetAndWait, type HttpTarget, urlOf } from '../../network/http-get.ts';
import type { NodeServices } from '../node/node-services.ts';
import { either, sleep, type Task, type Wait } from '../task.ts';

/** How one attempt of a probe over the network ended, worded as the kubelet does. */
export type ProbeOutcome =
  | { readonly kind: 'success' }
  | { readonly kind: 'warning'; readonly output: string }
  | { readonly kind: 'failure'; readonly output: string }
  | { readonly kind: 'error'; readonly message: string };

/** @see kubernetes v1.36 pkg/probe/http/request.go */
const userAgent = 'kube-probe/1.36';
/** @see net/http: `stopped after 10 redirects` */
const mostRedirects = 10;

/**
 * Tries an httpGet, tcpSocket or grpc probe once, from the node.
 * @see kubernetes v1.36 pkg/kubelet/prober/prober.go runProbe, pkg/probe/{http,tcp,grpc}
 */
export function* tryNetworkProbe(
  node: Pick<NodeServices, 'network' | 'timers'>,
  probe: Probe,
  container: Container,
  podIP: string,
): Task<ProbeOutcome> {
  const timeoutSeconds = probe.timeoutSeconds ?? 1;
  const { httpGet, tcpSocket, grpc = { port: 0 } } = probe;
  if (httpGet) {
    const port = resolvePort(httpGet.port, container);
    if (port === undefined) return { kind: 'error', message: portFault(httpGet.port) };
    const target: HttpTarget = {
      scheme: httpGet.scheme === 'HTTPS' ? 'HTTPS' : 'HTTP',
      host: httpGet.host || podIP,
      port,
      path: httpGet.path ?? '/',
      headers: httpGet.httpHeaders ?? [],
      userAgent,
    };
    return yield* tryHttp(node, target, timeoutSeconds * 1000);
  }
  if (tcpSocket) {
    const port = resolvePort(tcpSocket.port, container);
    if (port === undefined) return { kind: 'error', message: portFault(tcpSocket.port) };
    return yield* tryTcp(node, { ip: tcpSocket.host || podIP, port }, timeoutSeconds * 1000);
  }
  if (!grpcProbe.isHere) yield (resume) => node.timers.holdUntil?.(grpcProbe.load(), resume);
  return yield* grpcProbe.code.tryGrpc(
    node,
    { ip: podIP, port: grpc.port },
    { service: grpc.service ?? '', timeoutSeconds, userAgent },
  );
}

/** The number of a port that is given by number, or by its name among the container's ports. */
export function resolvePort(port: number | string, { ports = [] }: Container): number | undefined {
  const number =
    typeof port === 'number' ? port : (ports.find(({ name }) => name === port)?.containerPort ?? Number(port));
  return Number.isInteger(number) && number > 0 && number < 65_536 ? number : undefined;
}

/** What the kubelet says of a port that it cannot find. */
export function portFault(port: number | string): string {
  return typeof port === 'number'
    ? `invalid port number: ${port}`
    : `strconv.Atoi: parsing ${JSON.stringify(port)}: invalid syntax`;
}

function* tryHttp(
  { network, timers }: Pick<NodeServices, 'network' | 'timers'>,
  first: HttpTarget,
  timeoutMs: number,
): Task<ProbeOutcome> {
  const endMs = timers.nowMs() + timeoutMs;
  let target = first;
  for (let redirects = 0; redirects < mostRedirects; redirects += 1) {
    let outcome: HttpGetOutcome | undefined;
    yield either(
      httpGetAndWait(network.host, target, (result) => (outcome = result)),
      sleep(timers, endMs - timers.nowMs()),
      () => undefined,
    );
    if (outcome === undefined) {
      const why = 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)';
      return { kind: 'failure', output: `Get "${urlOf(target)}": ${why}` };
    }
    if (outcome.kind === 'failed') return { kind: 'failure', output: outcome.error };
    const { status, headers, body } = outcome.response;
    if (status < 200 || status >= 400)
      return { kind: 'failure', output: `HTTP probe failed with statuscode: ${status}` };
    const location = findHeader(headers, 'location');
    if (status < 300 || location === undefined) return { kind: 'success' };
    const next = followRedirect(target, location);
    if (next === 'elsewhere') return { kind: 'warning', output: `Probe terminated redirects, Response body: ${body}` };
    target = next;
  }
  return { kind: 'failure', output: `Get "${urlOf(target)}": stopped after 10 redirects` };
}

/** Probes follow redirects on the same host only. */
function followRedirect(target: HttpTarget, location: string): HttpTarget | 'elsewhere' {
  const from = parseHttpUrl(urlOf(target));
  const to = from && resolveLocation(from, location);
  if (!to || to.host !== target.host) return 'elsewhere';
  return { ...target, scheme: to.scheme === 'https' ? 'HTTPS' : 'HTTP', port: to.port, path: to.target };
}

function* tryTcp(
  { network, timers }: Pick<NodeServices, 'network' | 'timers'>,
  to: { readonly ip: string; readonly port: number },
  timeoutMs: number,
): Task<ProbeOutcome> {
  const connection = network.host.connect(to);
  const decided: Wait = (resume) => {
    const tell = () => {
      if (connection.state !== 'connecting' || connection.failure !== undefined) resume();
    };
    connection.onChange = tell;
    tell();
    return () => (connection.onChange = undefined);
  };
  yield either(decided, sleep(timers, timeoutMs), () => undefined);
  const isOpen = connection.state === 'established';
  const isDecided = isOpen || connection.failure !== undefined;
  connection.onChange = undefined;
  const output = isDecided ? dialError(connection) : `dial tcp ${to.ip}:${to.port}: i/o timeout`;
  connection.close();
  return isOpen ? { kind: 'success' } : { kind: 'failure', output };
}
