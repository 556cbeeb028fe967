import { describe, expect, it } from 'vitest';
import { substitute } from './substitute.ts';

const bindings = new Map([
  ['pod', 'web-1'],
  ['pods', 'web-1 web-2'],
]);

describe('bound names', () => {
  it('are put in at any depth', () => {
    const value = { path: '/pods/${pod}', list: ['${pods}', 3, null], flag: true };
    expect(substitute(value, bindings)).toEqual({ path: '/pods/web-1', list: ['web-1 web-2', 3, null], flag: true });
  });

  it('that nothing is bound to are an error that names them', () => {
    expect(() => substitute('delete pod ${victim}', bindings)).toThrow(/`victim`/);
  });
});
