import { describe, expect, it } from 'vitest';
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  quantityMillis,
  quantityUnits,
  subtractQuantities,
  zeroQuantity,
} from './quantity.ts';

describe('canonicalQuantity', () => {
  it.each<[string | number, string]>([
    ['1000m', '1'],
    ['0.5', '500m'],
    [0.1, '100m'],
    ['1500m', '1500m'],
    ['.5', '500m'],
    ['2.', '2'],
    ['1024Mi', '1Gi'],
    ['0.5Gi', '512Mi'],
    ['1.5Gi', '1536Mi'],
    ['1000Mi', '1000Mi'],
    ['512Ki', '512Ki'],
    ['1000Ki', '1000Ki'],
    ['0.5Ki', '512'],
    ['100000000', '100M'],
    ['12e6', '12e6'],
    ['1e3', '1e3'],
    ['1E', '1E'],
    ['1E3', '1e3'],
    ['-2', '-2'],
    ['0', '0'],
    ['0Mi', '0'],
    ['1n', '1n'],
    ['0.1n', '1n'],
    [4, '4'],
    ['9007199254740993', '9007199254740993'],
  ])('%j prints as %s', (text, expected) => {
    expect(canonicalQuantity(text)).toBe(expected);
  });

  it.each(['', 'lots', '1 Gi', '1KI', '1.2.3', '--1', 'Mi', '1ki'])('refuses %j', (text) => {
    expect(() => parseQuantity(text)).toThrow('quantities must match the regular expression');
  });
});

describe('reckoning', () => {
  it('compares across suffixes', () => {
    expect(compareQuantities(parseQuantity('1'), parseQuantity('1000m'))).toBe(0);
    expect(compareQuantities(parseQuantity('1Gi'), parseQuantity('1G'))).toBe(1);
    expect(compareQuantities(parseQuantity('100m'), parseQuantity('0.2'))).toBe(-1);
  });

  it('adds in the format of the first that is not zero', () => {
    const sum = addQuantities(addQuantities(zeroQuantity, parseQuantity('64Mi')), parseQuantity('64M'));
    expect(formatQuantity(sum)).toBe('128036Ki');
    expect(formatQuantity(addQuantities(parseQuantity('250m'), parseQuantity('750m')))).toBe('1');
    expect(formatQuantity(subtractQuantities(parseQuantity('2'), parseQuantity('1100m')))).toBe('900m');
  });

  it('rounds up to whole units and thousandths', () => {
    expect(quantityUnits(parseQuantity('1100m'))).toBe(2);
    expect(quantityUnits(parseQuantity('64Mi'))).toBe(67108864);
    expect(quantityMillis(parseQuantity('1.5'))).toBe(1500);
    expect(quantityMillis(parseQuantity('1u'))).toBe(1);
  });
});
