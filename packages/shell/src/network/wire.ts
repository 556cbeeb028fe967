/**
 * What lies between network stacks, as the stacks ask for it. Whoever embeds this package implements it; without one a
 * container has its loopback interface only.
 */
import type { SocketAddress } from './address.ts';
import type { NetworkStack } from './stack.ts';

/** Where the packets of a new connection end up. */
export type Route =
  /** At another stack. `to` may be another address than the one that was asked for (a Service). */
  | { readonly kind: 'stack'; readonly stack: NetworkStack; readonly to: SocketAddress; readonly transit: Transit }
  /** Somebody on the way refuses, or the host is known to be absent. */
  | { readonly kind: 'failed'; readonly why: 'ECONNREFUSED' | 'EHOSTUNREACH' | 'ENETUNREACH'; readonly afterMs: number }
  /** Nobody answers. */
  | { readonly kind: 'lost' };

/** One way between two stacks. @returns milliseconds until a packet that is sent now arrives; 0: at once */
export type Transit = (packet: 'handshake' | 'data') => number;

export type DnsType = 'A' | 'AAAA' | 'CNAME' | 'PTR' | 'SRV' | 'TXT' | 'NS' | 'MX' | 'SOA';

/** A question as it is sent: the whole name, without the dot at its end. */
export interface DnsQuestion {
  readonly name: string;
  readonly type: DnsType;
}

export interface DnsRecord {
  readonly name: string;
  readonly type: DnsType;
  /** An address, a name, or priority, weight, port and name. */
  readonly data: string;
}

export interface DnsAnswer {
  readonly code: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED';
  readonly records: readonly DnsRecord[];
}

/** What comes back for one packet, and when. */
export type Reply<T> =
  | { readonly kind: 'answer'; readonly value: T; readonly afterMs: number }
  | { readonly kind: 'failed'; readonly why: 'ECONNREFUSED' | 'EHOSTUNREACH' | 'ENETUNREACH'; readonly afterMs: number }
  | { readonly kind: 'lost' };

export interface Wire {
  /** Decides where a new connection goes. */
  route(from: NetworkStack, to: SocketAddress): Route;
  /** Where a connection to one of the stack's own addresses goes, when it does not stay there. */
  divert?(from: NetworkStack, to: SocketAddress): Route | undefined;
  /** Asks a DNS server over UDP. */
  query(from: NetworkStack, server: string, question: DnsQuestion): Reply<DnsAnswer>;
  /** An ICMP echo. `value`: the time to live that the answer arrives with. */
  echo(from: NetworkStack, ip: string): Reply<number>;
}

/** The wire of a stack that is connected to nothing. */
export const noWire: Wire = {
  route: () => ({ kind: 'failed', why: 'ENETUNREACH', afterMs: 0 }),
  query: () => ({ kind: 'failed', why: 'ENETUNREACH', afterMs: 0 }),
  echo: () => ({ kind: 'failed', why: 'ENETUNREACH', afterMs: 0 }),
};
