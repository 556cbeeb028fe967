import { expect, it } from 'vitest';
import { capacityOf, nodeResources } from './node-object.ts';

const nodeCapacity = capacityOf({});

it.each([
  ['has its own', undefined, nodeCapacity],
  ['puts its own right', { capacity: { cpu: '64' }, allocatable: { cpu: '64' } }, nodeCapacity],
  [
    'gives what others have added',
    { capacity: { ...nodeCapacity, 'example.com/dongle': '4' } },
    { ...nodeCapacity, 'example.com/dongle': '4' },
  ],
])('a node %s', (_about, status, expected) => {
  expect(nodeResources(status, {})).toEqual({ capacity: expected, allocatable: expected });
});
