import { LeastRecentlyUsed } from './least-recently-used.ts';

/** How many Events about one object and of one type may come at once. @see client-go tools/record/events_cache.go */
export const spamBurst = 25;
/** After the burst, one more is let through per this time. */
export const spamRefillMs = 300_000;

interface Bucket {
  tokens: number;
  atMs: number;
}

/** A token bucket per key: lets 25 Events through at once, then one every 5 minutes. */
export class SpamFilter {
  readonly #buckets: LeastRecentlyUsed<Bucket>;

  /** @param remembered how many keys are told apart */
  constructor(remembered: number) {
    this.#buckets = new LeastRecentlyUsed(remembered);
  }

  /** Takes a token of `key`, if there is one. */
  allows(key: string, nowMs: number): boolean {
    const bucket = this.#buckets.get(key) ?? { tokens: spamBurst, atMs: nowMs };
    bucket.tokens = Math.min(spamBurst, bucket.tokens + (nowMs - bucket.atMs) / spamRefillMs);
    bucket.atMs = nowMs;
    const allowed = bucket.tokens >= 1;
    if (allowed) bucket.tokens -= 1;
    this.#buckets.set(key, bucket);
    return allowed;
  }
}
