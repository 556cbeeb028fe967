import { describe, expect, it } from 'vitest';
import { copiedAnnotations, isMirrored, mirroredSlices } from './mirrored-slices.ts';

const port = { name: '', port: 80, protocol: 'TCP' };

describe('mirroredSlices', () => {
  it('says what is ready and what is not, with the port filled in', () => {
    const subsets = [
      {
        addresses: [{ ip: '10.9.9.9', hostname: 'a' }],
        notReadyAddresses: [{ ip: '10.9.9.8' }],
        ports: [{ port: 80 }],
      },
    ];
    expect(mirroredSlices({ subsets })).toEqual([
      {
        addressType: 'IPv4',
        ports: [port],
        endpoints: [
          { addresses: ['10.9.9.9'], conditions: { ready: true }, hostname: 'a' },
          { addresses: ['10.9.9.8'], conditions: { ready: false } },
        ],
      },
    ]);
  });

  it('makes one for each list of ports and each family', () => {
    const subsets = [
      { addresses: [{ ip: '10.9.9.9' }, { ip: 'fd00::1' }], ports: [{ port: 80 }] },
      { addresses: [{ ip: '10.9.9.9' }], ports: [{ port: 81 }] },
      { addresses: [{ ip: '10.9.9.9' }], ports: [{ port: 80 }] },
    ];
    const found = mirroredSlices({ subsets }).map(({ addressType, ports, endpoints }) => [
      addressType,
      ports?.[0]?.port,
      endpoints.length,
    ]);
    expect(found).toEqual([
      ['IPv4', 80, 1],
      ['IPv6', 80, 1],
      ['IPv4', 81, 1],
    ]);
  });
});

it.each([
  ['somebody wrote', {}, true],
  ['say not to', { labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } }, false],
  ['hold an election', { annotations: { 'control-plane.alpha.kubernetes.io/leader': '{}' } }, false],
])('Endpoints that %s', (_, metadata, mirrored) => {
  expect(isMirrored({ metadata })).toBe(mirrored);
});

it('copies annotations but those that are about the Endpoints themselves', () => {
  const annotations = { a: 'b', 'kubectl.kubernetes.io/last-applied-configuration': '{}' };
  expect(copiedAnnotations({ metadata: { annotations } })).toEqual({ a: 'b' });
});
