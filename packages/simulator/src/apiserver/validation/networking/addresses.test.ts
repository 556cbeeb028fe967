import { fieldErrorText } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import { addressFaults, blockFaults, contains, parseAddress, parseBlock, reachableAddressFaults } from './addresses.ts';

const noAddress = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
const noBlock = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

describe('addresses', () => {
  it.each<[(value: string, path: string) => Parameters<typeof fieldErrorText>[0][], string, string | undefined]>([
    [addressFaults, '10.9.8.7', undefined],
    [addressFaults, '::1', undefined],
    [addressFaults, '1:2:3:4:5:6:7:8', undefined],
    [addressFaults, '2001:db8::1.2.3.4', undefined],
    [addressFaults, '1.2.3', noAddress],
    [addressFaults, '1.2.3.256', noAddress],
    [addressFaults, '1::2::3', noAddress],
    [addressFaults, '1:2:3:4:5:6:7:8:9', noAddress],
    [addressFaults, '010.0.0.1', 'must not have leading 0s'],
    [addressFaults, '::ffff:1.2.3.4', 'must not be an IPv4-mapped IPv6 address'],
    [blockFaults, '10.0.0.0/8', undefined],
    [blockFaults, '10.0.0.1/8', 'must not have bits set beyond the prefix length'],
    [blockFaults, '10.0.0.0/33', noBlock],
    [blockFaults, '10.0.0.0/08', 'must not have leading 0s in IP or prefix length'],
    [blockFaults, '10.0.0.0', noBlock],
    [blockFaults, '::ffff:10.0.0.0/104', 'must not have an IPv4-mapped IPv6 address'],
    [reachableAddressFaults, '1.1.1.1', undefined],
    [reachableAddressFaults, '127.1.2.3', 'may not be in the loopback range (127.0.0.0/8, ::1/128)'],
    [reachableAddressFaults, '::', 'may not be unspecified (::)'],
  ])('%o of %s: %s', (faultsOf, value, detail) => {
    expect(faultsOf(value, 'ip').map(fieldErrorText)).toEqual(
      detail === undefined ? [] : [`ip: Invalid value: ${JSON.stringify(value)}: ${detail}`],
    );
  });

  it.each([
    ['10.0.0.0/8', '10.200.0.1', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['10.0.0.128/25', '10.0.0.127', false],
    ['fe80::/10', 'fe80::1', true],
    ['10.0.0.0/8', '::1', false],
  ])('%s has %s: %s', (block, address, isIn) => {
    const [whole, one] = [parseBlock(block), parseAddress(address)];
    expect(whole && one && contains(whole, one)).toBe(isIn);
  });
});
