import type { Random } from '@podlab/apimachinery';

/** How good the network is. Everything is at its best unless said otherwise. */
export interface NetworkConditions {
  /** One way, between different ends; a whole number of milliseconds. Default 0. */
  readonly delayMs?: number;
  /** Share of packets that are lost, 0 to below 1. TCP sends them again: they come later. Default 0. */
  readonly loss?: number;
  /** Pairs of ends that cannot reach each other. An end is a node's name, an IP, or `namespace/pod`. Default: none. */
  readonly cuts?: readonly (readonly [string, string])[];
}

/** First waits before Linux sends a lost packet again. @see RFC 6298; tcp(7) */
const resendMs = { handshake: 1000, data: 200 } as const;
const mostResends = 6;

/** Milliseconds until a packet that is sent now has arrived, its losses included. */
export function transitMs(
  { delayMs = 0, loss = 0 }: NetworkConditions,
  packet: 'handshake' | 'data',
  random: Pick<Random, 'float'>,
): number {
  let waitedMs = 0;
  for (let resend = 0; loss > 0 && resend < mostResends && random.float() < loss; resend += 1) {
    waitedMs += resendMs[packet] * 2 ** resend;
  }
  return waitedMs + delayMs;
}

/** Whether two ends cannot reach each other. @param names all that each end is called */
export function isCut({ cuts = [] }: NetworkConditions, from: readonly string[], to: readonly string[]): boolean {
  return cuts.some(([a, b]) => (from.includes(a) && to.includes(b)) || (from.includes(b) && to.includes(a)));
}
