import { describe, expect, it } from 'vitest';
import { naturalLogarithm } from './natural-logarithm.ts';

describe('natural logarithm', () => {
  it.each([1, 1.25, 2, 3, 4, 5, 10, 100, 5_000, 123_456.789])(
    'of %d is the engine’s, but for the last bits',
    (value) => {
      expect(naturalLogarithm(value)).toBeCloseTo(Math.log(value), 13);
    },
  );
});
