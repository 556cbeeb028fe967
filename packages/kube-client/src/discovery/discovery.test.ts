import { describe, expect, it } from 'vitest';
import { createKubeClient } from '../client/kube-client.ts';
import { createFakeTransport, json, type SeenRequest } from '../testing/fake-transport.ts';

const { signal } = new AbortController();

const aggregated = ({ path }: SeenRequest) =>
  json({
    kind: 'APIGroupDiscoveryList',
    items:
      path === '/api'
        ? [
            {
              metadata: {},
              versions: [
                {
                  version: 'v1',
                  resources: [
                    {
                      resource: 'pods',
                      responseKind: { kind: 'Pod' },
                      scope: 'Namespaced',
                      singularResource: 'pod',
                      verbs: ['get'],
                      shortNames: ['po'],
                      categories: ['all'],
                      subresources: [{ subresource: 'log' }],
                    },
                    {
                      resource: 'nodes',
                      responseKind: { kind: 'Node' },
                      scope: 'Cluster',
                      singularResource: 'node',
                      verbs: ['get'],
                      shortNames: ['no'],
                    },
                  ],
                },
              ],
            },
          ]
        : [
            {
              metadata: { name: 'apps' },
              versions: [
                {
                  version: 'v1',
                  resources: [
                    {
                      resource: 'deployments',
                      responseKind: { kind: 'Deployment' },
                      scope: 'Namespaced',
                      singularResource: 'deployment',
                      verbs: ['get'],
                      shortNames: ['deploy'],
                    },
                  ],
                },
              ],
            },
          ],
  });

const legacy = ({ path }: SeenRequest) => {
  if (path === '/api') return json({ kind: 'APIVersions', versions: ['v1'] });
  if (path === '/apis')
    return json({ kind: 'APIGroupList', groups: [{ name: 'apps', versions: [{ groupVersion: 'apps/v1' }] }] });
  if (path === '/api/v1') {
    return json({
      resources: [
        {
          name: 'pods',
          singularName: 'pod',
          namespaced: true,
          kind: 'Pod',
          verbs: ['get'],
          shortNames: ['po'],
          categories: ['all'],
        },
        { name: 'pods/log', namespaced: true, kind: 'Pod' },
        { name: 'nodes', singularName: 'node', namespaced: false, kind: 'Node', verbs: ['get'], shortNames: ['no'] },
      ],
    });
  }
  return json({
    resources: [{ name: 'deployments', namespaced: true, kind: 'Deployment', verbs: ['get'], shortNames: ['deploy'] }],
  });
};

describe.each([
  ['aggregated', aggregated],
  ['one list for each version', legacy],
])('discovery, %s', (_, answer) => {
  it.each([
    ['po', 'pods'],
    ['Pod', 'pods'],
    ['NODES', 'nodes'],
    ['deploy', 'deployments'],
    ['deployment', 'deployments'],
    ['deployments.apps', 'deployments'],
    ['deployment.v1.apps', 'deployments'],
    ['pods.v1.', 'pods'],
    ['pods.v1', undefined],
    ['nosuch', undefined],
    ['deployments.batch', undefined],
  ])('finds %s', async (name, expected) => {
    const { discovery } = createKubeClient(createFakeTransport(answer));
    expect((await discovery.find(name, { signal }))?.resource).toBe(expected);
  });

  it('finds by apiVersion and kind, and asks only once', async () => {
    const transport = createFakeTransport(answer);
    const { discovery } = createKubeClient(transport);
    expect(await discovery.findKind('apps/v1', 'Deployment', { signal })).toMatchObject({
      resource: 'deployments',
      group: 'apps',
      namespaced: true,
    });
    const asked = transport.seen.length;
    expect(await discovery.findKind('v2', 'Pod', { signal })).toBeUndefined();
    expect(await discovery.find('po', { signal })).toMatchObject({
      namespaced: true,
      subresources: ['log'],
      categories: ['all'],
    });
    expect(transport.seen.length).toBe(asked);
  });
});

it('warns of a short name that a resource of lower priority has too', async () => {
  const group = (name: string) => ({
    metadata: { name },
    versions: [
      {
        version: 'v1',
        resources: [
          {
            resource: 'events',
            responseKind: { group: name, version: 'v1', kind: 'Event' },
            scope: 'Namespaced',
            singularResource: 'event',
            verbs: ['get'],
            shortNames: ['ev'],
          },
        ],
      },
    ],
  });
  const answer = ({ path }: SeenRequest) =>
    json({ kind: 'APIGroupDiscoveryList', items: [path === '/api' ? group('') : group('events.k8s.io')] });
  const warnings: string[] = [];
  const { discovery } = createKubeClient(createFakeTransport(answer), { onWarning: (text) => warnings.push(text) });
  for (const name of ['events', 'event', 'ev.v1.events.k8s.io', 'ev']) await discovery.find(name, { signal });
  expect(warnings).toEqual(['short name "ev" could also match lower priority resource events.events.k8s.io']);
});
