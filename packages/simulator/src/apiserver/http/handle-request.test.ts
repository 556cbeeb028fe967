import { describe, expect, test } from 'vitest';
import { createTestServer, deploymentManifest, podManifest, tableAccept } from '../testing/test-server.ts';

const pods = '/api/v1/namespaces/default/pods';
const deployments = '/apis/apps/v1/namespaces/default/deployments';
const apply = '?fieldManager=kubectl-client-side-apply&fieldValidation=Strict';

describe('kubectl apply', () => {
  test('creates with POST and answers with the whole object', () => {
    const { send } = createTestServer();
    const created = send('POST', `${deployments}${apply}`, { body: deploymentManifest('web') });
    expect(created.status).toBe(201);
    expect(created.json).toMatchObject({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'default', generation: 1 },
      spec: {
        progressDeadlineSeconds: 600,
        revisionHistoryLimit: 10,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      },
    });
    expect(send('GET', `${deployments}/web`).json).toEqual(created.json);
  });

  test('changes with a strategic merge patch', () => {
    const { send } = createTestServer();
    send('POST', `${deployments}${apply}`, { body: deploymentManifest('web') });
    const patch = { spec: { template: { spec: { containers: [{ name: 'app', image: 'busybox:1.36' }] } } } };
    const patched = send('PATCH', `${deployments}/web${apply}`, {
      body: patch,
      type: 'application/strategic-merge-patch+json',
    });
    expect(patched.status).toBe(200);
    expect(patched.json.metadata.generation).toBe(2);
    expect(patched.json.spec.template.spec.containers).toHaveLength(1);
    expect(patched.json.spec.template.spec.containers[0]).toMatchObject({
      image: 'busybox:1.36',
      terminationMessagePath: '/dev/termination-log',
    });
  });

  test.each([
    [
      'an unknown field',
      { containers: [{ name: 'app', image: 'x', comand: ['a'] }] },
      'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].comand"',
    ],
    [
      'a wrong type',
      { containers: [{ name: 'app', image: 'x', env: [{ name: 'A', value: 1 }] }] },
      'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal number into Go struct field ' +
        'EnvVar.spec.containers.env.value of type string',
    ],
    [
      'a wrong type of a named type',
      { restartPolicy: true },
      'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal bool into Go struct field ' +
        'PodSpec.spec.restartPolicy of type v1.RestartPolicy',
    ],
    [
      'a bad quantity',
      { containers: [{ name: 'app', image: 'x', resources: { limits: { memory: '64Megs' } } }] },
      'Pod in version "v1" cannot be handled as a Pod: quantities must match the regular expression ' +
        "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ],
  ])('refuses %s as a bad request', (_what, spec, message) => {
    const { send } = createTestServer();
    const answer = send('POST', `${pods}${apply}`, { body: podManifest('web', spec) });
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ kind: 'Status', reason: 'BadRequest', message });
  });

  test('only warns of unknown fields without validation', () => {
    const { send } = createTestServer();
    const answer = send('POST', pods, { body: { ...podManifest('web'), sepc: {} } });
    expect(answer.status).toBe(201);
    expect(answer.headers['warning']).toBe('299 - "unknown field \\"sepc\\""');
    expect(answer.json).not.toHaveProperty('sepc');
  });

  test.each([
    ['application/strategic-merge-patch+json', 'map[spec:map[alpha:2 template:map[spec:map[zeta:1]] zeta:1]]": strict'],
    ['application/merge-patch+json', '"{\\"apiVersion\\":\\"apps/v1\\"'],
  ])('tells of unknown fields that a patch brings in order of their names: %s', (type, shown) => {
    const { send } = createTestServer();
    send('POST', deployments, { body: deploymentManifest('web') });
    const body = { spec: { zeta: 1, template: { spec: { zeta: 1 } }, alpha: 2 } };
    const fields = ['"spec.alpha"', '"spec.template.spec.zeta"', '"spec.zeta"'];
    const warned = send('PATCH', `${deployments}/web`, { body, type });
    expect(warned.status).toBe(200);
    expect(warned.headers['warning']?.match(/spec\.[a-z.]+/g)).toEqual(fields.map((field) => field.slice(1, -1)));
    const refused = send('PATCH', `${deployments}/web?fieldValidation=Strict`, { body, type });
    expect(refused).toMatchObject({ status: 422, json: { reason: 'Invalid' } });
    expect(refused.json.message).toContain(shown);
    const faults = fields.map((field) => `unknown field ${field}`).join(', ');
    expect(refused.json.message).toContain(`strict decoding error: ${faults}`);
  });

  test('shows of a refused patch what merging has left of it', () => {
    const { send } = createTestServer();
    send('POST', deployments, { body: deploymentManifest('web') });
    const containers = [{ name: 'app', imag: 'x' }];
    const spec = { '$setElementOrder/containers': [{ name: 'app' }], containers, restartpolicy: 'Never' };
    const strategy = { $retainKeys: ['type'], typ: 'Recreate' };
    const refused = send('PATCH', `${deployments}/web${apply}`, {
      body: { spec: { strategy, template: { spec } } },
      type: 'application/strategic-merge-patch+json',
    });
    expect(refused.json.message).toContain(
      '"map[spec:map[strategy:map[typ:Recreate] template:map[spec:map[restartpolicy:Never]]]]": strict decoding error: ',
    );
  });

  test('stores nothing in a dry run', () => {
    const { send } = createTestServer();
    const answer = send('POST', `${pods}${apply}&dryRun=All`, { body: podManifest('web') });
    expect(answer.status).toBe(201);
    expect(answer.json.metadata).not.toHaveProperty('resourceVersion');
    expect(send('GET', `${pods}/web`).status).toBe(404);
  });
});

describe('GET', () => {
  test('answers 404 with the words of the API', () => {
    const { send } = createTestServer();
    expect(send('GET', `${pods}/nosuch`)).toMatchObject({
      status: 404,
      json: { message: 'pods "nosuch" not found', reason: 'NotFound', details: { name: 'nosuch', kind: 'pods' } },
    });
    expect(send('GET', '/api/v1/nothings').json.message).toBe('the server could not find the requested resource');
  });

  test('lists by label and field, and names a field that it does not know', () => {
    const { send } = createTestServer();
    send('POST', pods, { body: podManifest('a') });
    send('POST', pods, { body: { ...podManifest('b'), metadata: { name: 'b', labels: { app: 'other' } } } });
    const names = (query: string) =>
      send('GET', `${pods}?${query}`).json.items.map((item: { metadata: { name: string } }) => item.metadata.name);
    expect(names('labelSelector=app%3Dweb')).toEqual(['a']);
    expect(names('labelSelector=app+notin+%28web%29')).toEqual(['b']);
    expect(names('fieldSelector=status.phase%3DPending')).toEqual(['a', 'b']);
    expect(names('fieldSelector=metadata.name%3Db')).toEqual(['b']);
    expect(send('GET', '/api/v1/configmaps?fieldSelector=data.a%3Db').json.message).toBe(
      '"data.a" is not a known field selector: only "metadata.name", "metadata.namespace"',
    );
    expect(send('GET', `${pods}?fieldSelector=spec.colour%3Dred`)).toMatchObject({
      status: 400,
      json: {
        message: 'field label not supported: spec.colour',
      },
    });
  });

  test('pages through a list as it was at the first page', () => {
    const { send } = createTestServer();
    for (const name of ['a', 'b', 'c']) send('POST', pods, { body: podManifest(name) });
    const first = send('GET', `${pods}?limit=2`).json;
    expect(first.metadata.remainingItemCount).toBe(1);
    send('DELETE', `${pods}/c`);
    const second = send('GET', `${pods}?limit=2&continue=${first.metadata.continue}`).json;
    expect(second.items.map((item: { metadata: { name: string } }) => item.metadata.name)).toEqual(['c']);
    expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
    expect(second.metadata).not.toHaveProperty('continue');
  });

  test('prints a Table for kubectl get', () => {
    const { send, timers } = createTestServer();
    send('POST', pods, { body: podManifest('web') });
    timers.advance(5000);
    const table = send('GET', `${pods}?limit=500`, { accept: tableAccept }).json;
    expect(table.kind).toBe('Table');
    expect(table.columnDefinitions.map((column: { name: string }) => column.name)).toEqual([
      'Name',
      'Ready',
      'Status',
      'Restarts',
      'Age',
      'IP',
      'Node',
      'Nominated Node',
      'Readiness Gates',
    ]);
    expect(table.rows[0].cells).toEqual(['web', '0/1', 'Pending', '0', '5s', '<none>', '<none>', '<none>', '<none>']);
    expect(table.rows[0].object).toMatchObject({ kind: 'PartialObjectMetadata', metadata: { name: 'web' } });
  });

  test('refuses what it cannot write', () => {
    const { send } = createTestServer();
    expect(send('GET', pods, { accept: 'application/vnd.kubernetes.protobuf' }).status).toBe(406);
    expect(send('GET', pods, { accept: 'application/vnd.kubernetes.protobuf,application/json' }).status).toBe(200);
  });
});

describe('other writes', () => {
  test('scales with a merge patch of the sub-resource', () => {
    const { send } = createTestServer();
    send('POST', deployments, { body: deploymentManifest('web') });
    const scale = send('PATCH', `${deployments}/web/scale`, {
      body: { spec: { replicas: 3 } },
      type: 'application/merge-patch+json',
    });
    expect(scale).toMatchObject({
      status: 200,
      json: { kind: 'Scale', spec: { replicas: 3 }, status: { selector: 'app=web' } },
    });
    expect(send('GET', `${deployments}/web`).json).toMatchObject({
      metadata: { generation: 2 },
      spec: { replicas: 3 },
    });
  });

  test('deletes as kubectl does: an object for Pods, a Status for Deployments', () => {
    const { send } = createTestServer();
    send('POST', pods, { body: podManifest('web') });
    send('POST', deployments, { body: deploymentManifest('web') });
    const body = { propagationPolicy: 'Background' };
    expect(send('DELETE', `${pods}/web`, { body }).json).toMatchObject({ kind: 'Pod' });
    expect(send('DELETE', `${deployments}/web`, { body }).json).toMatchObject({
      kind: 'Status',
      status: 'Success',
      details: { name: 'web', group: 'apps', kind: 'deployments' },
    });
  });

  test('deletes a collection by selector', () => {
    const { send } = createTestServer();
    send('POST', pods, { body: podManifest('a') });
    send('POST', pods, { body: { ...podManifest('b'), metadata: { name: 'b' } } });
    expect(send('DELETE', `${pods}?labelSelector=app%3Dweb`).json.items).toHaveLength(1);
    expect(send('GET', pods).json.items).toHaveLength(1);
  });

  test('refuses a JSON patch whose test fails, and a patch of an unknown type', () => {
    const { send } = createTestServer();
    send('POST', pods, { body: podManifest('web') });
    const failing = [{ op: 'test', path: '/metadata/name', value: 'other' }];
    expect(send('PATCH', `${pods}/web`, { body: failing, type: 'application/json-patch+json' }).status).toBe(422);
    expect(send('PATCH', `${pods}/web`, { body: {}, type: 'application/json' })).toMatchObject({
      status: 415,
      json: { reason: 'UnsupportedMediaType' },
    });
  });

  const noMap = 'json: cannot unmarshal array into Go value of type map[string]interface {}';
  test.each([
    ['merge', `error decoding patch: ${noMap}`],
    ['strategic-merge', noMap],
  ])('words a %s patch that is no object as a real server does', (kind, message) => {
    const { send } = createTestServer();
    send('POST', pods, { body: podManifest('web') });
    const answer = send('PATCH', `${pods}/web`, { body: [1], type: `application/${kind}-patch+json` });
    expect(answer).toMatchObject({ status: 400, json: { message } });
  });

  test('refuses methods that a resource does not have', () => {
    const { send } = createTestServer();
    expect(send('PUT', pods)).toMatchObject({ status: 405, json: { reason: 'MethodNotAllowed' } });
  });
});

describe('time', () => {
  test('leaves as the client counts it, and comes back', () => {
    const { send, server } = createTestServer();
    server.skewMs = 3_600_000;
    const created = send('POST', pods, { body: podManifest('web') }).json;
    expect(created.metadata.creationTimestamp).toBe('2025-12-31T23:00:00Z');
    expect(server.local.get('pods', 'default', 'web')?.metadata.creationTimestamp).toBe('2026-01-01T00:00:00Z');
    expect(send('PUT', `${pods}/web`, { body: created }).json.metadata.resourceVersion).toBe(
      created.metadata.resourceVersion,
    );
    server.skewMs = 7_200_000;
    expect(send('GET', `${pods}/web`).json.metadata.creationTimestamp).toBe('2025-12-31T22:00:00Z');
    expect(send('GET', pods, { accept: tableAccept }).json.rows[0].cells[4]).toBe('0s');
  });
});

describe('what is not an object', () => {
  test('answers health and version', () => {
    const { send } = createTestServer();
    for (const path of ['/healthz', '/livez', '/readyz', '/readyz/ping']) expect(send('GET', path).text).toBe('ok');
    expect(send('GET', '/version').json.gitVersion).toBe('v1.36.3');
  });

  test('answers who may do what, as for an administrator', () => {
    const { send } = createTestServer();
    const spec = { resourceAttributes: { verb: 'create', resource: 'pods' } };
    expect(
      send('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
        body: { kind: 'SelfSubjectAccessReview', apiVersion: 'authorization.k8s.io/v1', spec },
      }).json,
    ).toMatchObject({ spec, status: { allowed: true } });
    expect(send('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', { body: {} }).json).toMatchObject({
      status: { userInfo: { username: 'kubernetes-admin' } },
    });
  });
});
