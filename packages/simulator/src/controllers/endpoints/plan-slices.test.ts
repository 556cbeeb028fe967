import { describe, expect, it } from 'vitest';
import type { StoredOf } from '../../apiserver/local-api.ts';
import { aPod, meta } from '../testing/objects.ts';
import { planSlices, type SliceContent } from './plan-slices.ts';
import { serviceEndpoint } from './service-endpoints.ts';

const service = { spec: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] } };
const endpoint = (name: string) => {
  const pod = aPod({ name, metadata: { uid: name }, status: { phase: 'Running', podIP: `10.0.0.${name}` } });
  const made = serviceEndpoint(service, pod);
  if (!made) throw new Error('no endpoint');
  return made;
};
const stored = (content: SliceContent): StoredOf<'endpointslices'> => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: meta(),
  addressType: 'IPv4',
  ...(content as { endpoints: []; ports: [] }),
});
const names = (content: SliceContent | undefined) =>
  content?.endpoints?.map(({ targetRef }) => targetRef?.name) ?? null;
const range = (count: number) => Array.from({ length: count }, (_, i) => endpoint(String(i)));

describe('planSlices', () => {
  it('keeps one empty slice for a Service without endpoints', () => {
    expect(planSlices([], [])).toEqual({ create: [{ endpoints: null, ports: null }], update: [], remove: [] });
  });

  it('uses the empty slice for the first endpoints, and empties it for the last', () => {
    const empty = stored({ endpoints: null, ports: null });
    const filled = planSlices([endpoint('1')], [empty]);
    expect(filled).toMatchObject({ create: [], remove: [], update: [{ slice: empty }] });
    const content = filled.update[0]?.content as SliceContent;
    expect(content.ports).toEqual([{ name: 'http', protocol: 'TCP', port: 8080 }]);
    expect(planSlices([], [stored(content)]).update[0]?.content).toEqual({ endpoints: null, ports: null });
  });

  it('has no ports for endpoints that lack the port of the Service', () => {
    const { create } = planSlices([{ ...endpoint('1'), ports: [] }], []);
    expect(create.map(({ ports }) => ports)).toEqual([null]);
  });

  it('puts a hundred endpoints in each slice', () => {
    const { create } = planSlices(range(250), []);
    expect(create.map(({ endpoints }) => endpoints?.length)).toEqual([100, 100, 50]);
  });

  it('leaves endpoints where they are, and puts new ones into gaps', () => {
    const slices = planSlices(range(120), []).create.map(stored);
    const plan = planSlices([...range(120).slice(1), endpoint('200')], slices);
    expect(plan.create).toEqual([]);
    expect(names(plan.update[0]?.content)?.slice(-1)).toEqual(['200']);
    expect(names(plan.update[1]?.content)).toHaveLength(20);
  });

  it('removes a slice that has become superfluous', () => {
    const slices = planSlices(range(120), []).create.map(stored);
    expect(planSlices(range(100), slices).remove).toEqual([slices[1]]);
  });

  it('keeps endpoints with other ports apart', () => {
    const other = { ...endpoint('9'), ports: [{ name: 'http', protocol: 'TCP', port: 9090 }] };
    const { create } = planSlices([endpoint('1'), other], []);
    expect(create.map(names)).toEqual([['1'], ['9']]);
  });
});
