import { describe, expect, test } from 'vitest';
import { createTestServer, deploymentManifest, podManifest, type TestServer } from '../../testing/test-server.ts';

const configmaps = '/api/v1/namespaces/default/configmaps';
const deployments = '/apis/apps/v1/namespaces/default/deployments';
const type = 'application/apply-patch+yaml';

function apply({ send }: TestServer, manager: string, data: object, force = false) {
  const path = `${configmaps}/shared?fieldManager=${manager}&fieldValidation=Strict&force=${force}`;
  return send('PATCH', path, {
    body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'shared' }, data },
    type,
  });
}

const owned = (object: { metadata: { managedFields: { manager: string; operation: string; fieldsV1: object }[] } }) =>
  object.metadata.managedFields.map(({ manager, operation, fieldsV1 }) => [manager, operation, fieldsV1]);

describe('server-side apply', () => {
  test('creates what is not there, owned by the manager', () => {
    const answer = apply(createTestServer(), 'alice', { a: '1', b: '1' });
    expect(answer.status).toBe(201);
    expect(owned(answer.json)).toEqual([['alice', 'Apply', { 'f:data': { 'f:a': {}, 'f:b': {} } }]]);
  });

  test('refuses to change what belongs to others, unless forced', () => {
    const server = createTestServer();
    apply(server, 'alice', { a: '1', b: '1' });
    const refused = apply(server, 'bob', { b: '2', c: '2' });
    expect(refused).toMatchObject({
      status: 409,
      json: {
        reason: 'Conflict',
        message: 'Apply failed with 1 conflict: conflict with "alice": .data.b',
        details: { causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "alice"', field: '.data.b' }] },
      },
    });
    const forced = apply(server, 'bob', { b: '2', c: '2' }, true).json;
    expect(forced.data).toEqual({ a: '1', b: '2', c: '2' });
    expect(owned(forced)).toEqual([
      ['alice', 'Apply', { 'f:data': { 'f:a': {} } }],
      ['bob', 'Apply', { 'f:data': { 'f:b': {}, 'f:c': {} } }],
    ]);
  });

  test('shares what all say alike, and removes what nobody names any more', () => {
    const server = createTestServer();
    apply(server, 'alice', { a: '1', b: '1' });
    const { metadata } = apply(server, 'carol', { b: '1' }).json;
    // Whoever changes nothing has no time.
    expect(
      metadata.managedFields.map(({ manager, time }: { manager: string; time?: string }) => [manager, !time]),
    ).toEqual([
      ['carol', true],
      ['alice', false],
    ]);
    expect(apply(server, 'bob', { b: '1', c: '1' }).status).toBe(200);
    expect(apply(server, 'bob', { d: '1' }).json.data).toEqual({ a: '1', b: '1', d: '1' });
  });

  test('changes nothing when applied again', () => {
    const server = createTestServer();
    const first = apply(server, 'alice', { a: '1' }).json;
    server.timers.advance(5000);
    expect(apply(server, 'alice', { a: '1' }).json).toEqual(first);
  });

  test('names the sub-resource through which another manager wrote', () => {
    const server = createTestServer();
    const { send } = server;
    const path = `${deployments}/web?fieldManager=alice`;
    send('PATCH', path, { body: deploymentManifest('web', 1), type });
    send('PATCH', `${deployments}/web/scale?fieldManager=kubectl`, {
      body: { spec: { replicas: 2 } },
      type: 'application/merge-patch+json',
    });
    expect(send('PATCH', path, { body: deploymentManifest('web', 1), type }).json.message).toBe(
      'Apply failed with 1 conflict: conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas',
    );
  });

  test('merges lists by their keys', () => {
    const { send } = createTestServer();
    const pods = '/api/v1/namespaces/default/pods/web?fieldManager=alice';
    send('PATCH', pods, { body: podManifest('web'), type });
    const changed = { containers: [{ name: 'app', image: 'busybox:1.36' }] };
    const answer = send('PATCH', pods, { body: podManifest('web', changed), type });
    expect(answer.status).toBe(200);
    expect(answer.json.spec.containers).toHaveLength(1);
    expect(answer.json.spec.containers[0]).toMatchObject({ image: 'busybox:1.36', imagePullPolicy: 'IfNotPresent' });
  });

  test('needs to know the manager, and the fields', () => {
    const server = createTestServer();
    expect(apply(server, '', { a: '1' })).toMatchObject({
      status: 422,
      json: {
        message: 'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
      },
    });
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'shared' }, dta: {} };
    expect(
      server.send('PATCH', `${configmaps}/shared?fieldManager=a&fieldValidation=Strict`, { body, type }).json.message,
    ).toBe('failed to create typed patch object (/shared; /v1, Kind=ConfigMap): .dta: field not declared in schema');
  });

  test('names fields that the kind does not have by the keys of their items, whatever is asked of validation', () => {
    const server = createTestServer();
    const containers = [{ name: 'app', image: 'busybox:1.37', env: [{ name: 'A', val: 'b' }] }];
    const spec = { template: { spec: { containers, tolerations: [{ ky: 'a' }], zeta: 1 } }, replica: 1, zeta: 1 };
    const answer = server.send('PATCH', `${deployments}/web?fieldManager=a&fieldValidation=Ignore`, {
      body: { ...deploymentManifest('web'), spec },
      type,
    });
    expect(answer.status).toBe(500);
    expect(answer.json.message.split('\n')).toEqual([
      'failed to create typed patch object (/web; apps/v1, Kind=Deployment): errors:',
      '  .spec.template.spec.containers[name="app"].env[name="A"].val: field not declared in schema',
      '  .spec.template.spec.tolerations[0].ky: field not declared in schema',
      '  .spec.template.spec.zeta: field not declared in schema',
      '  .spec.replica: field not declared in schema',
    ]);
  });
});

describe('other writes', () => {
  test('own the fields that they change, and take them from whoever had them', () => {
    const server = createTestServer();
    const body = { metadata: { name: 'shared' }, data: { a: '1', b: '1' } };
    const created = server.send('POST', `${configmaps}?fieldManager=kubectl-create`, { body }).json;
    expect(owned(created)).toEqual([['kubectl-create', 'Update', { 'f:data': { '.': {}, 'f:a': {}, 'f:b': {} } }]]);
    const patched = server.send('PATCH', `${configmaps}/shared?fieldManager=kubectl-patch`, {
      body: { data: { b: '2' } },
      type: 'application/merge-patch+json',
    }).json;
    expect(owned(patched)).toEqual([
      ['kubectl-create', 'Update', { 'f:data': { '.': {}, 'f:a': {} } }],
      ['kubectl-patch', 'Update', { 'f:data': { 'f:b': {} } }],
    ]);
  });
});

test('a client hands fields over from one manager to another', () => {
  const server = createTestServer();
  const body = { metadata: { name: 'shared' }, data: { a: '1' } };
  const created = server.send('POST', `${configmaps}?fieldManager=kubectl-client-side-apply`, { body }).json;
  const [entry] = created.metadata.managedFields as object[];
  const value = [{ ...entry, manager: 'kubectl', operation: 'Apply' }];
  const handed = server.send('PATCH', `${configmaps}/shared?fieldManager=kubectl`, {
    body: [{ op: 'replace', path: '/metadata/managedFields', value }] as never,
    type: 'application/json-patch+json',
  }).json;
  expect(owned(handed)).toEqual([['kubectl', 'Apply', { 'f:data': { '.': {}, 'f:a': {} } }]]);
  // As `kubectl apply --server-side` goes on: whoever had the map keeps it as long as something of it is theirs.
  expect(apply(server, 'kubectl', { a: '1' }).json.data).toEqual({ a: '1' });
  // What is there already may be owned by two.
  const shared = apply(server, 'other', { a: '1' });
  expect([shared.status, shared.json.data]).toEqual([200, { a: '1' }]);
  const reset = server.send('PATCH', `${configmaps}/shared?fieldManager=kubectl`, {
    body: { metadata: { managedFields: [{}] } },
    type: 'application/merge-patch+json',
  }).json;
  expect(reset.metadata.managedFields ?? []).toEqual([]);
});

describe('what nobody owns', () => {
  const jobTemplate = {
    spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'app', image: 'busybox:1.37' }] } } },
  };

  test('is the empty metadata of a template, which is written', () => {
    const body = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'tick' },
      spec: { schedule: '* * * * *' },
    };
    const { json } = createTestServer().send('POST', '/apis/batch/v1/namespaces/default/cronjobs', {
      body: { ...body, spec: { ...body.spec, jobTemplate: { ...jobTemplate, metadata: {} } } },
    });
    expect(json.spec.jobTemplate).toMatchObject({ metadata: {}, spec: { template: { metadata: {} } } });
    expect(JSON.stringify(json.metadata.managedFields)).not.toContain('f:metadata');
  });

  test('are replicas that were scaled to zero: a Scale leaves them out', () => {
    const { send } = createTestServer();
    const path = '/apis/apps/v1/namespaces/default/deployments';
    send('POST', `${path}?fieldManager=alice`, { body: deploymentManifest('web') });
    const ownersAt = (replicas: number) => {
      const body = { spec: { replicas } };
      send('PATCH', `${path}/web/scale?fieldManager=bob`, { body, type: 'application/merge-patch+json' });
      const holders = owned(send('GET', `${path}/web`).json).filter(([, , fields]) =>
        JSON.stringify(fields).includes('f:replicas'),
      );
      return holders.map(([manager]) => manager);
    };
    expect(ownersAt(3)).toEqual(['bob']);
    expect(ownersAt(0)).toEqual([]);
    // A Scale without managers gets none.
    expect(ownersAt(1)).toEqual([]);
  });

  test('is a new number for the template of a DaemonSet: its maker stays the manager', () => {
    const { send } = createTestServer();
    const { spec, ...set } = { ...deploymentManifest('agent'), kind: 'DaemonSet' } as unknown as {
      spec: { replicas: number };
    };
    const { replicas: _, ...daemons } = spec;
    const path = '/apis/apps/v1/namespaces/default/daemonsets';
    send('POST', `${path}?fieldManager=alice`, { body: { ...set, spec: daemons } });
    const { json } = send('PATCH', `${path}/agent?fieldManager=bob`, {
      body: { spec: { template: { metadata: { labels: { v: '2' } } } } },
      type: 'application/merge-patch+json',
    });
    const key = 'deprecated.daemonset.template.generation';
    expect(json.metadata.annotations[key]).toBe('2');
    const holders = owned(json).filter(([, , fields]) => JSON.stringify(fields).includes(key));
    expect(holders.map(([manager]) => manager)).toEqual(['alice']);
  });
});
