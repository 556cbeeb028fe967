import { beforeAll, describe, expect, it } from 'vitest';
import { authorityCertificate } from '../apiserver/own-objects/certificate-authority.ts';
import { openNetworkCluster } from './testing/network-cluster.ts';

const mounted = 'cd /var/run/secrets/kubernetes.io/serviceaccount;';
const url = 'https://kubernetes.default.svc';
const bearer = '-H "Authorization: Bearer $(cat token)"';

let opened: ReturnType<typeof openNetworkCluster>;
const curl = (args: string, withinMs = 1_000) =>
  opened.sh(`${mounted} curl -sS ${args}; echo " $?"`, { pod: 'from', withinMs });
const wget = (args: string) => opened.sh(`${mounted} wget ${args}; echo " $?"`, { withinMs: 1_000 });
const bind = (name: string, role: string) =>
  opened.send('POST', '/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings', {
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'default' }],
  });

beforeAll(() => {
  opened = openNetworkCluster(undefined, { systemPods: true });
  opened.run('from', { containers: [{ name: 'c', image: 'curlimages/curl:8.16.0', command: ['sleep', '100000'] }] });
  opened.pass(30_000);
});

describe('curl', () => {
  it.each([
    ['without a certificate', `${url}/version`, 60, 'SSL certificate problem: unable to get local issuer certificate'],
    ['with none in the file', `--cacert token ${url}/version`, 77, 'error adding trust anchors from file: token'],
    [
      'by a name that the certificate does not have',
      '--cacert ca.crt --resolve foo:443:10.96.0.1 https://foo/version',
      60,
      "SSL: no alternative certificate subject name matches target hostname 'foo'",
    ],
    [
      'at a port that speaks plain HTTP',
      '--cacert ca.crt https://10.96.0.10:9153/',
      35,
      'TLS connect error: error:0A00010B:SSL routines::wrong version number',
    ],
  ])('%s', (_how, args, code, message) => {
    const output = curl(args);
    expect(output).toContain(`curl: (${code}) ${message}\n`);
    expect(output).toMatch(new RegExp(` ${code}\\n$`));
    expect(output.includes('visit the webpage mentioned above.')).toBe(code === 60);
  });

  it('that does not ask who answers is answered', () => {
    expect(curl(`-k ${url}/version`)).toMatch(/^\{\n {2}"major": "1",\n[^]*\n\} 0\n$/);
  });

  it.each([
    url,
    'https://kubernetes',
    'https://10.96.0.1',
    'https://$KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT',
  ])('with the mounted certificate is answered by %s', (host) => {
    expect(curl(`--cacert ca.crt ${host}/healthz`)).toBe('ok 0\n');
  });

  it('that speaks plain HTTP is told so', () => {
    expect(curl('-i http://10.96.0.1:443/version')).toBe(
      'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n 0\n',
    );
  });

  it('is shown HTTP/2, or what it asks for', () => {
    const head = curl(`--cacert ca.crt -i ${url}/healthz`).split('\r\n');
    expect(head[0]).toBe('HTTP/2 200 ');
    expect(head.slice(1, 9).map((line) => line.replace(/: .*/, ''))).toEqual([
      'audit-id',
      'cache-control',
      'content-type',
      'x-content-type-options',
      'x-kubernetes-pf-flowschema-uid',
      'x-kubernetes-pf-prioritylevel-uid',
      'content-length',
      'date',
    ]);
    expect(curl(`--cacert ca.crt --http1.1 -i ${url}/healthz`)).toMatch(/^HTTP\/1.1 200 OK\r\nAudit-Id: /);
  });
});

describe('who asks', () => {
  const message = (args: string) =>
    (JSON.parse(curl(`--cacert ca.crt ${args}`).replace(/ 0\n$/, '')) as Answer).message;

  interface Answer {
    readonly message?: string;
    readonly items?: readonly object[];
  }

  it('is nobody without a token', () => {
    expect(message(`${url}/api`)).toBe('forbidden: User "system:anonymous" cannot get path "/api"');
  });

  it('is the service account with its token', () => {
    expect(message(`${bearer} ${url}/api/v1/nodes`)).toBe(
      'nodes is forbidden: User "system:serviceaccount:default:default" cannot list resource "nodes" in API group "" at the cluster scope',
    );
  });

  it('is refused with a token that was changed', () => {
    expect(curl(`--cacert ca.crt --http1.1 -i -H "Authorization: Bearer $(cat token)x" ${url}/version`)).toMatch(
      /^HTTP\/1.1 401 Unauthorized\r\n[^]*"message": "Unauthorized"/,
    );
  });

  it('is nobody else because it says so', () => {
    const impersonating = (headers: string) => message(`${bearer} ${headers} ${url}/api/v1/namespaces/default/pods`);
    expect(impersonating('-H "Impersonate-User: jane"')).toBe(
      'users "jane" is forbidden: User "system:serviceaccount:default:default" cannot impersonate resource "users" in API group "" at the cluster scope',
    );
    expect(impersonating('-H "Impersonate-User: system:serviceaccount:kube-system:job-controller"')).toBe(
      'serviceaccounts "job-controller" is forbidden: User "system:serviceaccount:default:default" cannot impersonate resource "serviceaccounts" in API group "" in the namespace "kube-system"',
    );
  });

  it('may do what its roles say, and sees it happen', () => {
    expect(message(`${bearer} ${url}/api/v1/namespaces/default/pods`)).toContain('pods is forbidden');
    bind('edits', 'edit');
    const list = JSON.parse(
      curl(`--cacert ca.crt ${bearer} ${url}/api/v1/namespaces/default/pods`).slice(0, -3),
    ) as Answer;
    expect(list.items?.map((item) => (item as { metadata: { name: string } }).metadata.name)).toEqual(['box', 'from']);
    const body = `'{"metadata":{"name":"made"},"data":{"a":"<b>"}}'`;
    const maps = `${url}/api/v1/namespaces/default/configmaps`;
    const made = curl(`--cacert ca.crt ${bearer} -H 'Content-Type: application/json' -d ${body} ${maps}`);
    expect(made).toMatch(
      /^\{\n {2}"kind": "ConfigMap",\n {2}"apiVersion": "v1",\n {2}"metadata": \{\n {4}"name": "made",/,
    );
    expect(made).toContain('"a": "\\u003cb\\u003e"');
    expect(made).toContain('"manager": "curl"');
    const watch = `'${maps}?watch=1&fieldSelector=metadata.name%3Dmade'`;
    const seen = curl(
      `--cacert ca.crt ${bearer} -m 2 ${watch} & sleep 1; curl -sS -o /dev/null --cacert ca.crt ${bearer} -X DELETE ${maps}/made; wait`,
      3_000,
    );
    const events = seen.split('\n').filter((line) => line.startsWith('{'));
    expect(events.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual(['ADDED', 'DELETED']);
    expect(seen).toMatch(/curl: \(28\) Operation timed out after 2000 milliseconds with \d+ bytes received/);
  });
});

describe('busybox wget', () => {
  it('looks at no certificate, and says so', () => {
    expect(wget(`-qO- ${url}/healthz`)).toBe('wget: note: TLS certificate validation not implemented\nok 0\n');
    expect(wget(`--no-check-certificate -qO- ${url}/healthz`)).toBe('ok 0\n');
  });

  it('tells what the answer was', () => {
    expect(wget(`--no-check-certificate -qO- ${url}/api`)).toBe(
      'wget: server returned error: HTTP/1.1 403 Forbidden\n 1\n',
    );
    expect(wget('-qO- https://10.96.0.10:9153')).toMatch(
      /^wget: note: .*\nwget: got bad TLS record \(len:103\) while expecting handshake record\n 48 54 54 50( [0-9a-f]{2}){95}\nwget: error getting response: Connection reset by peer\n 1\n$/,
    );
  });
});

it('mounts the certificate of the cluster', () => {
  expect(opened.sh(`${mounted} cat ca.crt`)).toBe(authorityCertificate);
});
