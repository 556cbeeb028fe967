import { expect, it } from 'vitest';
import { openCluster } from './testing/one-node.ts';
import { ask, send, textOf } from './testing/request.ts';

const nginx = { name: 'app', image: 'nginx:1.28', command: ['nginx', '-g', 'daemon off;'] };
const cache = { name: 'c', mountPath: '/var/cache/nginx' };
const run = { name: 'r', mountPath: '/var/run' };
const own = {
  'nginx.conf':
    'pid /tmp/pid;\nevents {}\nhttp {\n client_body_temp_path /tmp/1; proxy_temp_path /tmp/2; fastcgi_temp_path /tmp/3;\n' +
    ' uwsgi_temp_path /tmp/4; scgi_temp_path /tmp/5; server { listen 8080; location / { return 200 "ok\\n"; } }\n}\n',
};

it.each([
  ['', {}, [], ''],
  ['with a root that is read only', { readOnlyRootFilesystem: true }, [], '"/var/cache/nginx/client_temp" failed (30'],
  ['as another user', { runAsUser: 101 }, [], 'mkdir() "/var/cache/nginx/client_temp" failed (13: Permission denied)'],
  ['with room for bodies only', { runAsUser: 101 }, [cache], 'open() "/run/nginx.pid" failed (13: Permission denied)'],
  ['with all the room it needs', { runAsUser: 101, readOnlyRootFilesystem: true }, [cache, run], ''],
])('nginx %s', (_about, securityContext, volumeMounts, fault) => {
  const cluster = openCluster();
  const volumes = [cache, run].map(({ name }) => ({ name, emptyDir: {} }));
  cluster.run({ restartPolicy: 'Never', volumes, containers: [{ ...nginx, securityContext, volumeMounts }] });
  cluster.pass(3_000);
  const path = '/api/v1/namespaces/default/pods/web/log';
  const log = textOf(send(cluster.cluster, 'GET', path).body);
  expect(cluster.pod().status?.phase).toBe(fault === '' ? 'Running' : 'Failed');
  expect(log).toContain(fault);
  expect(log.includes('ignored in /etc/nginx/nginx.conf:2')).toBe('runAsUser' in securityContext);
});

it('nginx keeps its files where its configuration says', () => {
  const { cluster, run: start, pass, exec } = openCluster();
  ask(cluster, 'POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'own' }, data: own });
  const mounts = [
    { name: 'own', mountPath: '/etc/nginx/nginx.conf', subPath: 'nginx.conf' },
    { name: 't', mountPath: '/tmp' },
  ];
  start({
    securityContext: { runAsUser: 1000 },
    volumes: [
      { name: 'own', configMap: { name: 'own' } },
      { name: 't', emptyDir: {} },
    ],
    containers: [{ ...nginx, volumeMounts: mounts }],
  });
  pass(3_000);
  expect(exec('wget -qO- localhost:8080; ls /tmp; cat /tmp/pid')).toBe('ok\n1\n2\n3\n4\n5\npid\n1\n');
});
