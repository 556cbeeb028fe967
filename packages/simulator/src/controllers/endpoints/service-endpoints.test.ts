import { describe, expect, it } from 'vitest';
import { aPod } from '../testing/objects.ts';
import { serviceEndpoint } from './service-endpoints.ts';

const running = { phase: 'Running', podIP: '10.244.0.7' };
const isReady = { ...running, conditions: [{ type: 'Ready', status: 'True' }] };
const service = { spec: { ports: [{ port: 80 }] } };

describe('serviceEndpoint', () => {
  it.each([
    ['a ready Pod', aPod({ status: isReady }), { ready: true, serving: true, terminating: false }],
    [
      'a Pod that is not ready',
      aPod({ ready: false, status: running }),
      { ready: false, serving: false, terminating: false },
    ],
    [
      'a ready Pod whose deletion has been asked for',
      aPod({ status: isReady, metadata: { deletionTimestamp: 'now' } }),
      { ready: false, serving: true, terminating: true },
    ],
  ])('is made of %s', (_, pod, expected) => {
    expect(serviceEndpoint(service, pod)).toMatchObject(expected);
  });

  it.each([
    ['a Pod without an address', aPod({ status: { phase: 'Pending' } })],
    ['a Pod that has ended', aPod({ status: { ...isReady, phase: 'Succeeded' } })],
  ])('is not made of %s', (_, pod) => {
    expect(serviceEndpoint(service, pod)).toBeUndefined();
  });

  it('is ready whatever the Pod says when the Service publishes addresses that are not', () => {
    const careless = { spec: { ...service.spec, publishNotReadyAddresses: true } };
    expect(serviceEndpoint(careless, aPod({ ready: false, status: running }))).toMatchObject({
      ready: true,
      serving: false,
    });
  });

  it('finds the number of a named port in the Pod, and leaves out one that it lacks', () => {
    const named = {
      spec: {
        ports: [
          { name: 'a', port: 80, targetPort: 'http' },
          { name: 'b', port: 81, targetPort: 'x' },
        ],
      },
    };
    const containers = [{ name: 'app', image: 'i', ports: [{ name: 'http', containerPort: 8080 }] }];
    const endpoint = serviceEndpoint(named, aPod({ status: isReady, spec: { containers } }));
    expect(endpoint?.ports).toEqual([{ name: 'a', protocol: 'TCP', port: 8080 }]);
  });
});
