import { expect, it } from 'vitest';
import { repackSubsets } from './repack-subsets.ts';

const at = (...ips: string[]) => ips.map((ip) => ({ ip }));
const [http, admin] = [
  { name: 'http', port: 80, protocol: 'TCP' },
  { name: 'admin', port: 8443, protocol: 'TCP' },
];

it.each([
  [
    'one as it is, its addresses in order',
    [{ addresses: at('b', 'a'), ports: [http, admin] }],
    [{ addresses: at('a', 'b'), ports: [http, admin] }],
  ],
  [
    'what stands apart and need not',
    [
      { addresses: at('a'), ports: [http] },
      { notReadyAddresses: at('b'), ports: [http] },
    ],
    [{ addresses: at('a'), notReadyAddresses: at('b'), ports: [http] }],
  ],
  [
    'a port that only some have, by itself',
    [
      { addresses: at('a'), ports: [http, admin] },
      { addresses: at('b'), ports: [http] },
    ],
    [
      { addresses: at('a', 'b'), ports: [http] },
      { addresses: at('a'), ports: [admin] },
    ],
  ],
  [
    'an address that is ready and is not as not ready',
    [
      { addresses: at('a'), ports: [http] },
      { notReadyAddresses: at('a'), ports: [http] },
    ],
    [{ notReadyAddresses: at('a'), ports: [http] }],
  ],
  ['addresses without ports', [{ addresses: at('a') }, { addresses: at('b') }], [{ addresses: at('a', 'b') }]],
])('packs %s', (_, subsets, packed) => {
  expect(repackSubsets(subsets)).toEqual(packed);
});
