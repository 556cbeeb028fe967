import { describe, expect, it } from 'vitest';
import { padToWholeSecond, skewFor } from './skew.ts';

describe('skew between virtual time and a client', () => {
  it.each([
    { virtual: 50_000, client: 50_000, skew: 0, pad: 0 },
    { virtual: 80_400, client: 50_000, skew: 31_000, pad: 600 },
    { virtual: 50_000, client: 80_400, skew: -30_000, pad: 400 },
    { virtual: 49_999, client: 50_000, skew: 0, pad: 1 },
    { virtual: 50_000, client: 50_000.4, skew: 0, pad: 0 },
  ])('is $skew with $pad ms to catch up, at $virtual for a client at $client', ({ virtual, client, skew, pad }) => {
    expect(skewFor(virtual, client)).toBe(skew);
    expect(padToWholeSecond(virtual, client)).toBe(pad);
    expect(virtual + pad - skew - client).toBeCloseTo(0, 0);
  });
});
