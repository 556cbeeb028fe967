import { describe, expect, it } from 'vitest';
import { inEndpointsOrder, inSliceOrder } from './port-order.ts';

const [http, https, metrics, admin, dns, dnsTcp, dnsMetrics] = [
  { name: 'http', port: 80, protocol: 'TCP' },
  { name: 'https', port: 443, protocol: 'TCP' },
  { name: 'metrics', port: 9090, protocol: 'TCP' },
  { name: 'admin', port: 8443, protocol: 'TCP' },
  { name: 'dns', port: 53, protocol: 'UDP' },
  { name: 'dns-tcp', port: 53, protocol: 'TCP' },
  { name: 'metrics', port: 9153, protocol: 'TCP' },
];

// The order is that of a v1.36.3 cluster.
describe('the order of ports', () => {
  it.each([
    [[http], [http], [http]],
    [
      [http, https],
      [https, http],
      [http, https],
    ],
    [
      [http, metrics, admin],
      [admin, http, metrics],
      [http, metrics, admin],
    ],
    [
      [dns, dnsTcp],
      [dns, dnsTcp],
      [dnsTcp, dns],
    ],
    [
      [metrics, admin],
      [admin, metrics],
      [metrics, admin],
    ],
    [
      [dns, dnsTcp, dnsMetrics],
      [dns, dnsTcp, dnsMetrics],
      [dnsMetrics, dnsTcp, dns],
    ],
  ])('%j', (ports, inSlices, inEndpoints) => {
    expect(inSliceOrder(ports)).toEqual(inSlices);
    expect(inEndpointsOrder(ports)).toEqual(inEndpoints);
  });
});
