import { expect, it } from 'vitest';
import { tellingLines } from './telling-lines.ts';

const trace = Array.from({ length: 40 }, (_, index) => `I1126 18:59:${index} round_trippers.go:632] "Response"`);

it.each([
  ['shows short output whole', 'no such host\nplease check\n', 'no such host\nplease check'],
  [
    'shows what says that it is an error when there is much',
    [...trace, 'ERROR: failed to create cluster', ...trace, 'error: deadline exceeded', '\tat main.go:44'].join('\n'),
    'ERROR: failed to create cluster\nerror: deadline exceeded\n(83 lines in all: run the command yourself to see them)',
  ],
  [
    'shows the end when nothing says so',
    ['a', ...trace, 'x', 'y', 'z'].join('\n'),
    'x\ny\nz\n(44 lines in all: run the command yourself to see them)',
  ],
])('%s', (_, output, told) => {
  expect(tellingLines(output)).toBe(told);
});
