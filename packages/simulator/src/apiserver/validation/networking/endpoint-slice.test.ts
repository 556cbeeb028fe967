import { fieldErrorText } from '@podlab/apimachinery';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import { describe, expect, it } from 'vitest';
import { validateEndpointSlice, validateEndpointSliceUpdate } from './endpoint-slice.ts';
import { validateEndpoints } from './endpoints.ts';

const slice = (more: object) => ({ addressType: 'IPv4', endpoints: [], ...more }) as unknown as EndpointSlice;
const label =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

// The wording is that of a v1.36.3 cluster.
describe('an EndpointSlice', () => {
  it.each([
    [
      'nothing wrong',
      { endpoints: [{ addresses: ['10.1.2.3'] }], ports: [{ name: '', port: 80, protocol: 'TCP' }] },
      [],
    ],
    [
      'another type',
      { addressType: 'IPv5' },
      ['addressType: Unsupported value: "IPv5": supported values: "FQDN", "IPv4", "IPv6"'],
    ],
    [
      'names that are none, twice',
      {
        ports: [
          { name: 'P_', protocol: 'TCP' },
          { name: 'P_', protocol: 'X' },
        ],
      },
      [
        `ports[0].name: Invalid value: "P_": ${label}`,
        `ports[1].name: Invalid value: "P_": ${label}`,
        'ports[1].name: Duplicate value: "P_"',
        'ports[1].protocol: Unsupported value: "X": supported values: "SCTP", "TCP", "UDP"',
      ],
    ],
    [
      'endpoints without address or with a bad name',
      { endpoints: [{ addresses: [] }, { addresses: ['127.0.0.1'], hostname: 'A_' }] },
      [
        'endpoints[0].addresses: Required value: must contain at least 1 address',
        'endpoints[1].addresses[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
        `endpoints[1].hostname: Invalid value: "A_": ${label}`,
      ],
    ],
    [
      'what is no name of a protocol, and a zone twice',
      {
        ports: [{ port: 80, protocol: 'TCP', appProtocol: 'bad proto' }],
        endpoints: [{ addresses: ['10.1.1.1'], hints: { forZones: [{ name: 'a' }, { name: 'a' }] } }],
      },
      [
        "ports[0].appProtocol: Invalid value: \"bad proto\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
        'endpoints[0].hints.forZones[1].name: Duplicate value: "a"',
      ],
    ],
    [
      'addresses of the other family',
      { endpoints: [{ addresses: ['fd00::1'] }] },
      ['endpoints[0].addresses: Invalid value: "fd00::1": must be an IPv4 address'],
    ],
  ])('%s', (_, more, faults) => {
    expect(validateEndpointSlice(slice(more)).map(fieldErrorText)).toEqual(faults);
  });

  it('keeps its type, and endpoints that were wrong before', () => {
    const endpoints = [{ addresses: [] }];
    const changed = validateEndpointSliceUpdate(slice({ endpoints, addressType: 'IPv6' }), slice({ endpoints }));
    expect(changed.map(fieldErrorText)).toEqual(['addressType: Invalid value: "IPv6": field is immutable']);
  });
});

describe('Endpoints', () => {
  it.each([
    ['nothing wrong', { addresses: [{ ip: '10.1.2.3' }], ports: [{ port: 80, protocol: 'TCP' }] }, []],
    [
      'no address',
      { addresses: [{ ip: 'x' }] },
      [
        'subsets[0].addresses[0].ip: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
        'subsets[0].addresses[0].ip: Invalid value: "x": must be a valid IP address',
      ],
    ],
    ['nobody', { ports: [] }, ['subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`']],
    [
      'two ports, one of them without a name',
      {
        addresses: [{ ip: '10.1.2.3' }],
        ports: [
          { port: 0, protocol: 'TCP', name: 'a' },
          { port: 81, protocol: 'TCP' },
        ],
      },
      [
        'subsets[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive',
        'subsets[0].ports[1].name: Required value',
      ],
    ],
  ])('%s', (_, subset, faults) => {
    expect(validateEndpoints({ subsets: [subset] }).map(fieldErrorText)).toEqual(faults);
  });
});
