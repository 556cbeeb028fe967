import { SystemError } from '../files/errno.ts';
import { isIpAddress } from '../network/address.ts';
import type { DnsAnswer, DnsType } from '../network/wire.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { readFile } from './lines.ts';

/** What /etc/resolv.conf says. */
export interface ResolverConfig {
  readonly servers: readonly string[];
  readonly search: readonly string[];
  /** Names with fewer dots are tried with the search list first. */
  readonly ndots: number;
}

/** Each server is asked that often, and waited for that long. @see resolv.conf(5) */
const attempts = 2;
const timeoutMs = 5000;
const longestAliasChain = 8;

/** Takes /etc/resolv.conf apart; without one the server is the machine itself. */
export function parseResolverConfig(text: string): ResolverConfig {
  const words = text.split('\n').map((line) =>
    line
      .replace(/[#;].*/, '')
      .trim()
      .split(/\s+/),
  );
  const servers = words.filter(([key]) => key === 'nameserver').flatMap(([, server]) => (server ? [server] : []));
  const search = words.findLast(([key]) => key === 'search' || key === 'domain')?.slice(1) ?? [];
  const options = words.filter(([key]) => key === 'options').flat();
  const ndots = options.map((option) => /^ndots:(\d+)$/.exec(option)?.[1]).find((count) => count !== undefined);
  return { servers: servers.length > 0 ? servers : ['127.0.0.1'], search, ndots: Number(ndots ?? 1) };
}

/** The names that are asked for, in order, for a name as it was typed. */
export function candidateNames(name: string, { search, ndots }: ResolverConfig): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const dots = name.split('.').length - 1;
  const longer = search.map((domain) => `${name}.${domain}`);
  return dots >= ndots ? [name, ...longer] : [...longer, name];
}

/** Reads /etc/resolv.conf. */
export function* readResolverConfig(context: ProcessContext): Coroutine<ResolverConfig> {
  return parseResolverConfig(yield* readIfThere(context, '/etc/resolv.conf'));
}

/**
 * The IPv4 address of a host: an address itself, one of /etc/hosts, or what DNS says with the search list.
 * @returns undefined when there is none
 */
export function* resolveName(context: ProcessContext, host: string): Coroutine<string | undefined> {
  if (isIpAddress(host)) return host;
  const hosts = yield* readIfThere(context, '/etc/hosts');
  for (const [ip = '', ...names] of namesOf(hosts)) {
    if (names.includes(host) && isIpAddress(ip)) return ip;
  }
  if (host === 'localhost') return '127.0.0.1';
  const config = yield* readResolverConfig(context);
  for (const name of candidateNames(host, config)) {
    const answer = yield* askServers(context, config, { name, type: 'A' });
    if (answer === undefined) return undefined;
    const ip = findAddress(answer, name);
    if (ip !== undefined) return ip;
  }
  return undefined;
}

/** The first name that /etc/hosts gives to whoever has a name; the name itself when it is not there. */
export function* fullNameOf(context: ProcessContext, host: string): Coroutine<string> {
  const hosts = yield* readIfThere(context, '/etc/hosts');
  return namesOf(hosts).find(([, ...names]) => names.includes(host))?.[1] ?? host;
}

/** The lines of /etc/hosts: an address and its names. */
function namesOf(hosts: string): string[][] {
  return hosts.split('\n').map((line) => line.replace(/#.*/, '').trim().split(/\s+/));
}

/** Asks the servers in turn. @returns undefined when none answers */
export function* askServers(
  context: ProcessContext,
  { servers }: ResolverConfig,
  question: { readonly name: string; readonly type: DnsType },
): Coroutine<DnsAnswer | undefined> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    for (const server of servers) {
      try {
        const answer = yield* context.sockets.query(server, question, timeoutMs);
        if (answer) return answer;
      } catch (error) {
        if (!(error instanceof SystemError) || error.code === 'EINTR') throw error;
      }
    }
  }
  return undefined;
}

/** Follows aliases to the first address. */
function findAddress({ records }: DnsAnswer, name: string): string | undefined {
  let wanted = name;
  for (let step = 0; step < longestAliasChain; step += 1) {
    const ip = records.find((record) => record.type === 'A' && record.name === wanted)?.data;
    if (ip !== undefined) return ip;
    const alias = records.find((record) => record.type === 'CNAME' && record.name === wanted)?.data;
    if (alias === undefined) return undefined;
    wanted = alias;
  }
  return undefined;
}

function* readIfThere(context: ProcessContext, path: string): Coroutine<string> {
  if (!context.files.isAllowed(path, 'read')) return '';
  return (yield* readFile(context, path)) ?? '';
}
