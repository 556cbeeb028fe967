import { expect, it } from 'vitest';
import { toleratedMs } from './eviction-time.ts';

const taint = { key: 'podlab', value: 'x', effect: 'NoExecute' };
const other = { key: 'other', effect: 'NoExecute' };

it.each([
  ['nothing: at once', [taint], [], 0],
  ['another key: at once', [taint], [{ key: 'else', operator: 'Exists' }], 0],
  ['the key: for ever', [taint], [{ key: 'podlab', operator: 'Exists' }], undefined],
  ['everything: for ever', [taint, other], [{ operator: 'Exists' }], undefined],
  ['the value: for ever', [taint], [{ key: 'podlab', value: 'x' }], undefined],
  ['another value: at once', [taint], [{ key: 'podlab', value: 'y' }], 0],
  ['another effect: at once', [taint], [{ key: 'podlab', operator: 'Exists', effect: 'NoSchedule' }], 0],
  ['8 seconds', [taint], [{ key: 'podlab', operator: 'Exists', tolerationSeconds: 8 }], 8000],
  [
    'the shortest of several',
    [taint, other],
    [
      { key: 'podlab', operator: 'Exists', tolerationSeconds: 8 },
      { key: 'other', operator: 'Exists', tolerationSeconds: 3 },
    ],
    3000,
  ],
  ['only one of two: at once', [taint, other], [{ key: 'podlab', operator: 'Exists' }], 0],
])('a Pod that tolerates %s', (_, taints, tolerations, expected) => {
  expect(toleratedMs(taints, tolerations)).toBe(expected);
});
