import { describe, expect, test } from 'vitest';
import { createTestServer, podManifest, type TestServer } from '../testing/test-server.ts';

const robot = 'system:serviceaccount:default:robot';
const rbac = '/apis/rbac.authorization.k8s.io/v1';
const reviews = '/apis/authorization.k8s.io/v1';
const pods = '/api/v1/namespaces/default/pods';
const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' };
const toRobot = [{ kind: 'ServiceAccount', name: 'robot', namespace: 'default' }];

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of every kind
function sendAs({ send }: TestServer, user: string, method: string, path: string, body?: object): any {
  return send(method, path, { body, headers: { 'impersonate-user': user } }).json;
}

function giveRobot({ send }: TestServer, kind: string, name: string): void {
  const ref = { ...roleRef, kind, name };
  const body = { metadata: { name: `robot-${name}` }, roleRef: ref, subjects: toRobot };
  expect(send('POST', `${rbac}/namespaces/default/rolebindings`, { body }).status).toBe(201);
}

function createReader({ send }: TestServer): void {
  const rules = [{ verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] }];
  send('POST', `${rbac}/namespaces/default/roles`, { body: { metadata: { name: 'reader' }, rules } });
}

describe('a request as somebody else', () => {
  test('is refused until a role allows it', () => {
    const server = createTestServer();
    expect(sendAs(server, robot, 'GET', pods)).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: `pods is forbidden: User "${robot}" cannot list resource "pods" in API group "" in the namespace "default"`,
      reason: 'Forbidden',
      details: { kind: 'pods' },
      code: 403,
    });
    createReader(server);
    giveRobot(server, 'Role', 'reader');
    expect(sendAs(server, robot, 'GET', pods).kind).toBe('PodList');
    expect(sendAs(server, robot, 'POST', pods, podManifest('web')).code).toBe(403);
    giveRobot(server, 'ClusterRole', 'edit');
    expect(sendAs(server, robot, 'POST', pods, podManifest('web')).kind).toBe('Pod');
  });

  test('may do everything as the administrator by another name', () => {
    const server = createTestServer();
    const headers = { 'impersonate-user': 'boss', 'impersonate-group': 'system:masters' };
    expect(server.send('GET', pods, { headers }).status).toBe(200);
  });

  test('opens no session that no role allows', () => {
    const { server } = createTestServer();
    const request = { method: 'GET', path: `${pods}/web/exec?command=ls&stdout=true`, headers: {} };
    const open = (headers: Record<string, string>) => server.open({ ...request, headers }, ['v5.channel.k8s.io']);
    expect(open({ 'impersonate-user': robot })).toMatchObject({
      status: 403,
      body: expect.stringContaining(`cannot create resource \\"pods/exec\\"`),
    });
    expect(open({})).toMatchObject({ status: 404 });
  });

  test('is refused with a group and without a user', () => {
    const { send } = createTestServer();
    expect(send('GET', pods, { headers: { 'impersonate-group': 'devs' } }).status).toBe(400);
  });

  test('gives no rights that the user does not have', () => {
    const server = createTestServer();
    giveRobot(server, 'ClusterRole', 'admin');
    const role = (verbs: string[], resources: string[]) => ({
      metadata: { name: 'mine' },
      rules: [{ verbs, apiGroups: [''], resources }],
    });
    const roles = `${rbac}/namespaces/default/roles`;
    const groups = '"system:serviceaccounts" "system:serviceaccounts:default" "system:authenticated"';
    const because = `user "${robot}" (groups=[${groups}]) is attempting to grant RBAC permissions not currently held:\n`;
    expect(sendAs(server, robot, 'POST', roles, role(['get'], ['nodes'])).message).toBe(
      `roles.rbac.authorization.k8s.io "mine" is forbidden: ${because}{APIGroups:[""], Resources:["nodes"], Verbs:["get"]}`,
    );
    expect(sendAs(server, robot, 'POST', roles, role(['get'], ['pods'])).kind).toBe('Role');
    expect(sendAs(server, robot, 'PUT', `${roles}/mine`, role(['get'], ['nodes'])).code).toBe(403);
    expect(server.send('GET', `${roles}/mine`).json.rules[0].resources).toEqual(['pods']);
    const bind = (kind: string, name: string) =>
      sendAs(server, robot, 'POST', `${rbac}/namespaces/default/rolebindings`, {
        metadata: { name: 'more' },
        roleRef: { ...roleRef, kind, name },
      });
    expect(bind('ClusterRole', 'cluster-admin').message).toContain(
      `${because}{APIGroups:["*"], Resources:["*"], Verbs:["*"]}\n{NonResourceURLs:["*"], Verbs:["*"]}`,
    );
    expect(bind('Role', 'nosuch').message).toBe('rolebindings.rbac.authorization.k8s.io "nosuch" not found');
    expect(bind('ClusterRole', 'view').kind).toBe('RoleBinding');
  });
});

describe('a review', () => {
  const list = { namespace: 'default', verb: 'list', resource: 'pods' };
  const ask = (server: TestServer, path: string, spec: object) =>
    server.send('POST', `${reviews}/${path}`, { body: { spec } }).json;

  test('says through which binding the administrator may', () => {
    const answer = ask(createTestServer(), 'selfsubjectaccessreviews', { resourceAttributes: list });
    expect(answer.status).toEqual({
      allowed: true,
      reason:
        'RBAC: allowed by ClusterRoleBinding "kubeadm:cluster-admins" of ClusterRole "cluster-admin" to Group "kubeadm:cluster-admins"',
    });
  });

  test('lets the administrator do everything, whatever is bound', () => {
    const server = createTestServer();
    server.send('DELETE', `${rbac}/clusterrolebindings/kubeadm:cluster-admins`);
    const answer = ask(server, 'selfsubjectaccessreviews', { resourceAttributes: list });
    expect(answer.status).toEqual({ allowed: true });
    expect(server.send('GET', pods).status).toBe(200);
  });

  test('answers for others', () => {
    const server = createTestServer();
    giveRobot(server, 'ClusterRole', 'view');
    const spec = { user: robot, resourceAttributes: list };
    const reason =
      'RBAC: allowed by RoleBinding "robot-view/default" of ClusterRole "view" to ServiceAccount "robot/default"';
    expect(ask(server, 'subjectaccessreviews', spec).status).toEqual({ allowed: true, reason });
    expect(ask(server, 'namespaces/default/localsubjectaccessreviews', spec).status.allowed).toBe(true);
    expect(ask(server, 'subjectaccessreviews', { ...spec, user: 'bob' }).status).toEqual({ allowed: false });
  });

  test.each([
    [
      'subjectaccessreviews',
      { resourceAttributes: list },
      'spec.user: Invalid value: "": at least one of user or group must be specified',
    ],
    [
      'selfsubjectaccessreviews',
      {},
      'spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified',
    ],
    [
      'subjectaccessreviews',
      { user: 'bob', resourceAttributes: list, nonResourceAttributes: { path: '/', verb: 'get' } },
      'spec.nonResourceAttributes: Invalid value: {"Path":"/","Verb":"get"}: cannot be specified in combination with resourceAttributes',
    ],
    [
      'namespaces/other/localsubjectaccessreviews',
      { user: 'bob', resourceAttributes: list },
      'spec.resourceAttributes.namespace: Invalid value: "default": must match metadata.namespace',
    ],
  ])('%s refuses %j', (path, spec, fault) => {
    expect(ask(createTestServer(), path, spec).message).toBe(`.authorization.k8s.io "" is invalid: ${fault}`);
  });

  test('lists what a user may do in a namespace', () => {
    const server = createTestServer();
    createReader(server);
    giveRobot(server, 'Role', 'reader');
    giveRobot(server, 'Role', 'gone');
    const { status } = sendAs(server, robot, 'POST', `${reviews}/selfsubjectrulesreviews`, {
      spec: { namespace: 'default' },
    });
    expect(status.resourceRules.at(-1)).toEqual({ verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] });
    expect(status.evaluationError).toBe('role.rbac.authorization.k8s.io "gone" not found');
  });
});

describe('the roles that come with a cluster', () => {
  test('are there from the first look, without a write', () => {
    const { send, server } = createTestServer();
    const before = server.store.revision;
    const { items } = send('GET', `${rbac}/clusterroles`).json;
    expect(items.map(({ metadata }: { metadata: { name: string } }) => metadata.name)).toContain('edit');
    expect(server.store.revision).toBe(before);
  });

  test('take up the rules of others', () => {
    const { send } = createTestServer();
    const labels = { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' };
    const rules = [{ verbs: ['get'], apiGroups: ['example.com'], resources: ['widgets'] }];
    send('POST', `${rbac}/clusterroles`, { body: { metadata: { name: 'widgets', labels }, rules } });
    for (const name of ['view', 'edit', 'admin'])
      expect(send('GET', `${rbac}/clusterroles/${name}`).json.rules).toContainEqual(rules[0]);
    send('DELETE', `${rbac}/clusterroles/widgets`);
    expect(send('GET', `${rbac}/clusterroles/admin`).json.rules).not.toContainEqual(rules[0]);
  });
});
