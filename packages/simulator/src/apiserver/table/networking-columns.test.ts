import type { Stored } from '@podlab/apimachinery';
import type { EndpointSubset, Endpoints } from 'kubernetes-types/core/v1';
import { expect, it } from 'vitest';
import { endpointsColumns } from './networking-columns.ts';

it.each([
  ['nobody', undefined, '<none>'],
  ['one that is not ready', [{ notReadyAddresses: [{ ip: '10.1.1.1' }], ports: [{ port: 80 }] }], ''],
  ['one that is', [{ addresses: [{ ip: '10.1.1.1' }], ports: [{ port: 80 }] }], '10.1.1.1:80'],
  ['one without ports', [{ addresses: [{ ip: '10.1.1.1' }] }], '10.1.1.1'],
])('tells of %s behind a Service', (_, subsets: EndpointSubset[] | undefined, text) => {
  const metadata = { name: 'web' } as Stored['metadata'];
  const endpoints = { metadata, ...(subsets && { subsets }) } as Stored<Endpoints>;
  expect(endpointsColumns[1]?.cell(endpoints, { nowMs: 0 } as never)).toBe(text);
});
