import { describe, expect, it } from 'vitest';
import { chooseEndpoint, usableEndpoints } from './choose-endpoint.ts';

const endpoint = (ip: string, conditions: { ready?: boolean; serving?: boolean; terminating?: boolean } = {}) => ({
  addresses: [ip],
  conditions,
});
const leaving = { ready: false, serving: true, terminating: true };
const ports = [{ name: 'http', port: 8080 }];

describe('usable endpoints', () => {
  it.each([
    ['the ready ones', [endpoint('b', { ready: true }), endpoint('a', leaving)], ['b']],
    ['those that nobody says are not', [endpoint('a')], ['a']],
    ['terminating ones when only those are left', [endpoint('b', leaving), endpoint('a', leaving)], ['a', 'b']],
    ['none that is not ready', [endpoint('a', { ready: false, serving: false })], []],
    ['none that terminates and does not serve', [endpoint('a', { ...leaving, serving: false })], []],
  ])('are %s', (_about, endpoints, expected) => {
    expect(usableEndpoints([{ endpoints, ports }], 'http').map(({ ip }) => ip)).toEqual(expected);
  });

  it('are those that have the port', () => {
    expect(usableEndpoints([{ endpoints: [endpoint('a')], ports }], 'metrics')).toEqual([]);
  });

  it('are chosen by chance, unless one is remembered', () => {
    const usable = ['a', 'b', 'c'].map((ip) => ({ ip, port: 1, nodeName: undefined }));
    expect(chooseEndpoint(usable, undefined, { below: () => 2 })?.ip).toBe('c');
    expect(chooseEndpoint(usable, 'b', { below: () => 2 })?.ip).toBe('b');
    expect(chooseEndpoint(usable, 'gone', { below: () => 0 })?.ip).toBe('a');
    expect(chooseEndpoint([], undefined, { below: () => 0 })).toBeUndefined();
  });
});
