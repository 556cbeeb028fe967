import { expect, it } from 'vitest';
import { nextPodCidr, PodIps } from './pod-ips.ts';

// As on a cluster of v1.36.3 a deleted node came back.
it.each([
  [['10.244.1.0/24', '10.244.0.0/24', '10.244.2.0/24'], '10.244.3.0/24'],
  [['10.244.3.0/24', '10.244.0.0/24', '10.244.2.0/24'], '10.244.4.0/24'],
  [['10.244.255.0/24'], '10.245.0.0/24'],
])('after %j comes %s', (known, expected) => {
  expect(nextPodCidr(known)).toBe(expected);
});

it('a node with another range leaves the addresses of the old one alone', () => {
  const ips = new PodIps(1);
  const before = [ips.take(), ips.take()];
  ips.moveTo('10.244.3.0/24');
  const first = ips.take();
  for (const ip of before) ips.giveBack(ip);
  expect([before, first, ips.take()]).toEqual([['10.244.1.2', '10.244.1.3'], '10.244.3.2', '10.244.3.3']);
});
