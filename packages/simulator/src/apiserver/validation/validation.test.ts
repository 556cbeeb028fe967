import { describe, expect, test } from 'vitest';
import { createTestServer, deploymentManifest, podManifest } from '../testing/test-server.ts';

const container = (extra: object = {}) => ({ containers: [{ name: 'app', image: 'busybox:1.37', ...extra }] });
const named = (name: string, labels: object = {}) => ({ ...podManifest('web'), metadata: { name, labels } });

/** Texts of a v1.36.3 cluster. */
const podFaults: readonly (readonly [string, object, string])[] = [
  ['no containers', podManifest('x', { containers: [] }), 'spec.containers: Required value'],
  [
    'a name with capitals',
    named('Bad_Name'),
    'metadata.name: Invalid value: "Bad_Name": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric ' +
      "characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used " +
      "for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
  ],
  [
    'a label value with a blank',
    named('web', { app: 'not valid!' }),
    'metadata.labels: Invalid value: "not valid!": a valid label must be an empty string or consist of alphanumeric characters, \'-\', ' +
      "'_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', " +
      "regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
  ],
  ['no name', named(''), 'metadata.name: Required value: name or generateName is required'],
  [
    'two containers of one name',
    podManifest('web', { containers: [...container().containers, ...container().containers] }),
    'spec.containers[1].name: Duplicate value: "app"',
  ],
  [
    'a port out of range',
    podManifest('web', container({ ports: [{ containerPort: 99_999 }] })),
    'spec.containers[0].ports[0].containerPort: Invalid value: 99999: must be between 1 and 65535, inclusive',
  ],
  [
    'a request above its limit',
    podManifest('web', container({ resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } })),
    'spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
  ],
  [
    'an unknown restart policy',
    podManifest('web', { ...container(), restartPolicy: 'Sometimes' }),
    'spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"',
  ],
  [
    'a mount without its volume',
    podManifest('web', container({ volumeMounts: [{ name: 'v', mountPath: '/v' }] })),
    'spec.containers[0].volumeMounts[0].name: Not found: "v"',
  ],
  [
    'a probe that does nothing',
    podManifest('web', container({ livenessProbe: { periodSeconds: 5 } })),
    'spec.containers[0].livenessProbe: Required value: must specify a handler type',
  ],
  [
    'a probe that does two things',
    podManifest('web', container({ livenessProbe: { exec: { command: ['true'] }, tcpSocket: { port: 80 } } })),
    'spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type',
  ],
];

describe('creating', () => {
  test.each(podFaults)('refuses a Pod with %s', (_what, body, fault) => {
    const { send } = createTestServer();
    const answer = send('POST', '/api/v1/namespaces/default/pods', { body });
    const { name } = (body as { metadata: { name: string } }).metadata;
    expect(answer.status).toBe(422);
    expect(answer.json.message).toBe(`Pod ${JSON.stringify(name)} is invalid: ${fault}`);
    expect(answer.json.details.causes).toHaveLength(1);
  });

  test('lets an init container have any restart policy', () => {
    const { send } = createTestServer();
    const init = { name: 'init', image: 'busybox:1.37', restartPolicy: 'OnFailure' };
    const body = podManifest('web', { ...container(), initContainers: [init] });
    expect(send('POST', '/api/v1/namespaces/default/pods', { body }).status).toBe(201);
  });

  test.each([
    [
      'labels that its selector does not select',
      { metadata: { labels: { app: 'other' } } },
      'spec.template.metadata.labels: Invalid value: {"app":"other"}: `selector` does not match template `labels`',
    ],
    [
      'another restart policy than Always',
      { spec: { ...container(), restartPolicy: 'Never' } },
      'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
    ],
  ])('refuses a Deployment whose template has %s', (_what, template, fault) => {
    const { send } = createTestServer();
    const body = deploymentManifest('web');
    const spec = body['spec'] as { template: object };
    const answer = send('POST', '/apis/apps/v1/namespaces/default/deployments', {
      body: { ...body, spec: { ...spec, template: { ...spec.template, ...template } } },
    });
    expect(answer.json.message).toBe(`Deployment.apps "web" is invalid: ${fault}`);
  });

  test('refuses a Service without ports, and one whose node port is taken', () => {
    const { send } = createTestServer();
    const services = '/api/v1/namespaces/default/services';
    const service = (name: string, spec: object) => ({ metadata: { name }, spec });
    expect(send('POST', services, { body: service('x', { selector: { app: 'web' } }) }).json.message).toBe(
      'Service "x" is invalid: spec.ports: Required value',
    );
    const nodePort = { type: 'NodePort', ports: [{ port: 80, nodePort: 30_080 }] };
    expect(send('POST', services, { body: service('a', nodePort) }).status).toBe(201);
    expect(send('POST', services, { body: service('b', nodePort) }).json.message).toBe(
      'Service "b" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated',
    );
  });
});

describe('changing a Pod', () => {
  const pods = '/api/v1/namespaces/default/pods';
  const patch = (server: ReturnType<typeof createTestServer>, spec: object) =>
    server.send('PATCH', `${pods}/web`, { body: { spec }, type: 'application/strategic-merge-patch+json' });

  function newPod() {
    const server = createTestServer();
    server.send('POST', pods, { body: podManifest('web') });
    return server;
  }

  test.each([
    ['an image', container({ image: 'busybox:1.36' })],
    ['a first deadline', { activeDeadlineSeconds: 600 }],
    ['a toleration more', { tolerations: [{ key: 'x', operator: 'Exists' }] }],
  ])('allows %s, as a new generation', (_what, spec) => {
    const answer = patch(newPod(), spec);
    expect(answer.status).toBe(200);
    expect(answer.json.metadata.generation).toBe(2);
  });

  test('shows what else would change, as the API server sees it', () => {
    const answer = patch(newPod(), container({ env: [{ name: 'A', value: 'b' }] }));
    expect(answer.status).toBe(422);
    expect(answer.json.details.causes).toMatchObject([{ reason: 'FieldValueForbidden', field: 'spec' }]);
    expect(answer.json.message).toBe(
      'Pod "web" is invalid: spec: Forbidden: pod updates may not change fields other than ' +
        '`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,' +
        '`spec.tolerations` (only additions to existing tolerations),' +
        '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n' +
        '@@ -98,7 +98,13 @@\n    "WorkingDir": "",\n    "Ports": null,\n    "EnvFrom": null,\n-   "Env": null,\n' +
        '+   "Env": [\n+    {\n+     "Name": "A",\n+     "Value": "b",\n+     "ValueFrom": null\n+    }\n+   ],\n' +
        '    "Resources": {\n     "Limits": null,\n     "Requests": null,\n',
    );
  });

  test('does not add containers', () => {
    const more = { containers: [{ name: 'more', image: 'busybox:1.37' }] };
    expect(patch(newPod(), more).json.message).toBe(
      'Pod "web" is invalid: spec.containers: Forbidden: pod updates may not add or remove containers',
    );
  });
});
