/**
 * The skew with which a cluster's now is the client's now, or up to a second before it: never in the client's future,
 * where kubectl prints `<invalid>` for an age.
 * @returns milliseconds, a whole number of seconds, so that timestamps survive the way out and in again
 */
export function skewFor(virtualNowMs: number, clientNowMs: number): number {
  return Math.ceil((virtualNowMs - clientNowMs) / 1000) * 1000 + 0;
}

/** How long virtual time must run ahead so that the skew is exact. @returns milliseconds in [0, 1000) */
export function padToWholeSecond(virtualNowMs: number, clientNowMs: number): number {
  return Math.round(skewFor(virtualNowMs, clientNowMs) - (virtualNowMs - clientNowMs)) % 1000;
}
