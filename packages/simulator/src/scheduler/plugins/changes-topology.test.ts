import { expect, it } from 'vitest';
import { changesTopology, type ClusterChange } from './plugin.ts';

const node = (labels: Readonly<Record<string, string>>) => ({ metadata: { name: 'n', labels } });
const pod = (labels: Readonly<Record<string, string>>) => ({ metadata: { name: 'p', labels } });
const change = (kind: ClusterChange['kind'], fields: object) => ({ kind, ...fields }) as unknown as ClusterChange;

it.each<[string, ClusterChange, boolean]>([
  [
    'a node that goes to another zone',
    change('nodeChanged', { old: node({ zone: 'a' }), node: node({ zone: 'b' }) }),
    true,
  ],
  ['a node that gets a zone', change('nodeChanged', { old: node({}), node: node({ zone: 'b' }) }), true],
  [
    'a node that gets another label',
    change('nodeChanged', { old: node({ zone: 'a' }), node: node({ zone: 'a', x: 'y' }) }),
    false,
  ],
  ['a new node', change('nodeAdded', { node: node({}) }), true],
  ['a Pod that is gone', change('podGone', { pod: pod({}) }), true],
  ['a Pod that needs less', change('podShrunk', { pod: pod({}), old: pod({}) }), false],
  ['the Pod itself with another label', change('podItself', { old: pod({}), pod: pod({ a: 'b' }) }), true],
  ['a volume', change('volumeChanged', {}), false],
])('%s', (_, what, expected) => {
  expect(changesTopology(what, ['zone'])).toBe(expected);
});
