import { expect, it } from 'vitest';
import { durationFault } from './duration-fault.ts';

it.each([
  ['', 'invalid duration'],
  ['x', 'invalid duration'],
  ['1x', 'unknown unit "x" in duration'],
  ['1h5', 'missing unit in duration'],
  ['-1.5day', 'unknown unit "day" in duration'],
  ['.h', 'invalid duration'],
])('says of "%s": %s', (text, fault) => {
  expect(durationFault(text)).toBe(fault);
});
