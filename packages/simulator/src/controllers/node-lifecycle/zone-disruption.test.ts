import { expect, it } from 'vitest';
import { taintPace } from './zone-disruption.ts';

const zone = ' ';
const nodes = (ready: number, down: number, labels: Record<string, string> = {}) =>
  Array.from({ length: ready + down }, (_, index) => ({
    metadata: { name: `n${index}`, labels },
    status: { conditions: [{ type: 'Ready', status: index < ready ? 'True' : 'Unknown' }] },
  }));
const east = { 'topology.kubernetes.io/zone': 'east' };

it.each([
  ['one of many is down: one in ten seconds', nodes(2, 1), zone, 10_000],
  ['two of three are down: they are too few to be a fault of the zone', nodes(1, 2), zone, 10_000],
  ['most are down: none is tainted', nodes(2, 3), zone, 'none'],
  ['fewer than 55 % are down', nodes(3, 3), zone, 10_000],
  ['most of a large zone are down: one in a hundred seconds', nodes(20, 31), zone, 100_000],
  ['no node is ready: the taints go again', nodes(0, 2), zone, 'withdrawn'],
  ['all of one zone are down while another is well', [...nodes(2, 0), ...nodes(0, 4, east)], ' east', 10_000],
  ['most of another zone are down', [...nodes(2, 1), ...nodes(1, 4, east)], zone, 10_000],
  [
    'nodes that are not counted',
    [...nodes(1, 1), ...nodes(0, 3, { 'node.kubernetes.io/exclude-disruption': '' })],
    zone,
    10_000,
  ],
  [
    'only a node that is not counted is ready',
    [...nodes(0, 1), ...nodes(1, 0, { 'node.kubernetes.io/exclude-disruption': '' })],
    zone,
    'withdrawn',
  ],
])('%s', (_, all, of, expected) => {
  expect(taintPace(all, of)).toBe(expected);
});
