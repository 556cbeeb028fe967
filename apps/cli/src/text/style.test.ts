import { expect, it } from 'vitest';
import { wantsColor } from './style.ts';

it.each([
  ['a terminal', { color: true, env: {}, isTerminal: true }, true],
  ['a pipe, whose isTTY Node leaves undefined', { color: true, env: { CI: 'true' }, isTerminal: undefined }, false],
  ['a terminal that knows no colours', { color: true, env: { TERM: 'dumb' }, isTerminal: true }, false],
  ['NO_COLOR', { color: true, env: { NO_COLOR: '1' }, isTerminal: true }, false],
  ['--no-color', { color: false, env: { FORCE_COLOR: '1' }, isTerminal: true }, false],
  ['FORCE_COLOR in a pipe', { color: true, env: { FORCE_COLOR: '1' }, isTerminal: undefined }, true],
])('decides on colours for %s', (_what, options, expected) => {
  expect(wantsColor(options)).toBe(expected);
});
