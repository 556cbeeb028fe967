import type { DnsAnswer, DnsQuestion, DnsRecord } from '@podlab/shell';
import { serviceNameLabel } from '../apiserver/objects/service-name.ts';
import type { StoredService, StoredSlice } from './service-directory.ts';

/** What cluster DNS answers from. */
export interface DnsView {
  hasNamespace(name: string): boolean;
  findService(namespace: string, name: string): StoredService | undefined;
  slicesOf(service: StoredService): readonly StoredSlice[];
  allSlices(): readonly StoredSlice[];
  findByClusterIp(ip: string): StoredService | undefined;
}

/** The address of cluster DNS, as kubeadm sets it. */
export const clusterDnsIp = '10.96.0.10';

/** The domain of every cluster that nobody has told otherwise. */
const clusterDomain = 'cluster.local';
const notFound: DnsAnswer = { code: 'NXDOMAIN', records: [] };
const longestAliasChain = 8;

/**
 * Answers a question as CoreDNS with its kubernetes plugin does. Names outside the cluster do not exist here.
 * @see github.com/coredns/coredns plugin/kubernetes; the specification in github.com/kubernetes/dns
 */
export function answerDns(question: DnsQuestion, view: DnsView): DnsAnswer {
  const name = question.name.toLowerCase().replace(/\.$/, '');
  if (name.endsWith('.in-addr.arpa')) return answerReverse(name, question, view);
  const found = lookUp(name, view);
  if (found === undefined) return notFound;
  const aliases = found.filter(({ type }) => type === 'CNAME');
  if (aliases.length > 0 && question.type !== 'CNAME') return followAlias(aliases, question, view);
  return { code: 'NOERROR', records: found.filter(({ type }) => type === question.type) };
}

function followAlias(first: readonly DnsRecord[], question: DnsQuestion, view: DnsView): DnsAnswer {
  const records = [...first];
  for (let step = 0; step < longestAliasChain; step += 1) {
    const target = records.findLast(({ type }) => type === 'CNAME')?.data ?? '';
    const found = lookUp(target, view) ?? [];
    const alias = found.filter(({ type }) => type === 'CNAME');
    records.push(...(alias.length > 0 ? alias : found.filter(({ type }) => type === question.type)));
    if (alias.length === 0) break;
  }
  const last = records.at(-1);
  // An alias of a name in the cluster that has no address is not even told.
  if (last?.type === 'CNAME' && last.data.endsWith(`.${clusterDomain}`)) records.length = 0;
  return { code: 'NOERROR', records };
}

/** All records of a name; empty when only longer names exist; undefined when there is nothing. */
function lookUp(name: string, view: DnsView): readonly DnsRecord[] | undefined {
  if (name === clusterDomain) return [];
  if (!name.endsWith(`.${clusterDomain}`)) return undefined;
  const [kind = '', namespace, ...path] = name
    .slice(0, -clusterDomain.length - 1)
    .split('.')
    .reverse();
  if (kind !== 'svc' && kind !== 'pod') return undefined;
  if (namespace === undefined) return [];
  if (!view.hasNamespace(namespace)) return undefined;
  if (kind === 'pod') return path.length === 1 ? podRecord(name, path[0] ?? '') : path.length === 0 ? [] : undefined;
  const [serviceName, ...rest] = path;
  if (serviceName === undefined) return [];
  const service = view.findService(namespace, serviceName);
  return service && serviceRecords(name, service, rest.reverse(), view);
}

function podRecord(name: string, label: string): readonly DnsRecord[] | undefined {
  return /^\d+(-\d+){3}$/.test(label) ? [{ name, type: 'A', data: label.replaceAll('-', '.') }] : undefined;
}

/** @param rest what stands before the Service's name: nothing, an endpoint's hostname, or `_port._protocol` */
function serviceRecords(
  name: string,
  service: StoredService,
  rest: readonly string[],
  view: DnsView,
): readonly DnsRecord[] | undefined {
  const { spec } = service;
  if (spec?.type === 'ExternalName') {
    return rest.length === 0 ? [{ name, type: 'CNAME', data: spec.externalName ?? '' }] : undefined;
  }
  const isHeadless = spec?.clusterIP === 'None';
  const own = `${service.metadata.name}.${service.metadata.namespace}.svc.${clusterDomain}`;
  const endpoints = isHeadless ? readyEndpoints(view.slicesOf(service)) : [];
  const [first = '', second] = rest;
  if (rest.length === 0) {
    const ips = isHeadless ? endpoints.map(({ ip }) => ip) : [spec?.clusterIP ?? ''];
    // A headless Service without endpoints has no name.
    if (ips.length === 0) return undefined;
    return [...addresses(name, ips), ...portRecords(name, service, undefined, own, endpoints)];
  }
  if (rest.length === 2 && first.startsWith('_') && second?.startsWith('_')) {
    const wanted = { port: first.slice(1), protocol: second.slice(1) };
    const records = portRecords(name, service, wanted, own, endpoints);
    const ips = isHeadless
      ? endpoints.filter(({ ports }) => ports.some(isNamed(wanted))).map(({ ip }) => ip)
      : [spec?.clusterIP ?? ''];
    return records.length > 0 ? [...records, ...addresses(name, ips)] : undefined;
  }
  if (rest.length !== 1) return undefined;
  const named = endpoints.filter(({ hostname, ip }) => (hostname ?? ip.replaceAll('.', '-')) === first);
  return named.length > 0
    ? addresses(
        name,
        named.map(({ ip }) => ip),
      )
    : undefined;
}

function addresses(name: string, ips: readonly string[]): DnsRecord[] {
  return ips.map((data) => ({ name, type: 'A', data }));
}

interface WantedPort {
  readonly port: string;
  readonly protocol: string;
}

function isNamed(
  wanted: WantedPort | undefined,
): (port: { readonly name?: string; readonly protocol?: string }) => boolean {
  return ({ name, protocol }) =>
    wanted === undefined || (name === wanted.port && (protocol ?? 'TCP').toLowerCase() === wanted.protocol);
}

interface NamedEndpoint {
  readonly ip: string;
  readonly hostname: string | undefined;
  readonly ports: NonNullable<StoredSlice['ports']>;
}

function readyEndpoints(slices: readonly StoredSlice[]): readonly NamedEndpoint[] {
  return slices.flatMap(({ endpoints, ports }) =>
    (endpoints ?? [])
      .filter(({ conditions }) => conditions?.ready !== false)
      .map(({ addresses, hostname }) => ({ ip: addresses[0] ?? '', hostname, ports: ports ?? [] })),
  );
}

/** SRV records: one for each named port and, for a headless Service, each endpoint. */
function portRecords(
  name: string,
  service: StoredService,
  wanted: WantedPort | undefined,
  own: string,
  endpoints: readonly NamedEndpoint[],
): readonly DnsRecord[] {
  const record = (port: number | undefined, target: string, weight: number): DnsRecord => ({
    name,
    type: 'SRV',
    data: `0 ${weight} ${port ?? 0} ${target}`,
  });
  if (service.spec?.clusterIP !== 'None') {
    const ports = (service.spec?.ports ?? []).filter(isNamed(wanted));
    return ports.map(({ port }) => record(port, own, Math.floor(100 / ports.length)));
  }
  const all = endpoints.flatMap(({ ip, hostname, ports }) =>
    ports
      .filter(isNamed(wanted))
      .map(({ port }) => ({ port, target: `${hostname ?? ip.replaceAll('.', '-')}.${own}` })),
  );
  return all.map(({ port, target }) => record(port, target, Math.floor(100 / all.length)));
}

function answerReverse(name: string, question: DnsQuestion, view: DnsView): DnsAnswer {
  const ip = name.slice(0, -'.in-addr.arpa'.length).split('.').reverse().join('.');
  const service = view.findByClusterIp(ip);
  const names = service ? [`${service.metadata.name}.${service.metadata.namespace}`] : endpointNames(ip, view);
  if (names.length === 0) return notFound;
  const records = names.map((own): DnsRecord => ({ name, type: 'PTR', data: `${own}.svc.${clusterDomain}` }));
  return { code: 'NOERROR', records: question.type === 'PTR' ? records : [] };
}

/** What an endpoint is called by each Service that leads to it. */
function endpointNames(ip: string, view: DnsView): string[] {
  return view.allSlices().flatMap((slice) => {
    const { namespace, labels } = slice.metadata;
    const own = readyEndpoints([slice]).filter((endpoint) => endpoint.ip === ip);
    return own.map(
      ({ hostname }) => `${hostname ?? ip.replaceAll('.', '-')}.${labels?.[serviceNameLabel]}.${namespace}`,
    );
  });
}
