import { expect, it } from 'vitest';
import { openCluster } from '../testing/one-node.ts';
import { ask } from '../testing/request.ts';

it('a container finds its limits in its cgroup, also after a resize', () => {
  const { run, pass, exec, cluster } = openCluster();
  const limits = (cpu: string, memory: string) => ({ limits: { cpu, memory }, requests: { cpu, memory } });
  run({ containers: [{ name: 'app', resources: limits('250m', '64Mi') }] });
  run({}, 'free');
  pass(3_000);
  const look = 'cd /sys/fs/cgroup; cat cpu.max memory.max';
  expect(exec(look)).toBe('25000 100000\n67108864\n');
  expect(exec(look, 'free')).toBe('max 100000\nmax\n');
  ask(cluster, 'PUT', '/api/v1/namespaces/default/pods/web/resize', {
    ...ask(cluster, 'GET', '/api/v1/namespaces/default/pods/web'),
    spec: { ...specOf(cluster), containers: [{ ...specOf(cluster).containers[0], resources: limits('500m', '96Mi') }] },
  });
  pass(5_000);
  expect(exec(look)).toBe('50000 100000\n100663296\n');
  expect(exec('echo 1 > /sys/fs/cgroup/memory.max; grep sysfs /proc/mounts | cut -d" " -f2')).toMatch(
    /can't create .*\n\/sys\n$/,
  );
});

function specOf(cluster: Parameters<typeof ask>[0]) {
  return ask(cluster, 'GET', '/api/v1/namespaces/default/pods/web')['spec'] as { containers: object[] };
}

it('a Pod’s sysctls are seen in its containers, beside those of the kernel', () => {
  const { run, pass, exec } = openCluster();
  run({ securityContext: { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '1024' }] } });
  run({}, 'plain');
  pass(3_000);
  const look = 'cat /proc/sys/net/ipv4/ip_unprivileged_port_start; cat /proc/sys/kernel/hostname';
  expect(exec(look)).toBe('1024\nweb\n');
  expect(exec(look, 'plain')).toBe('0\nplain\n');
  expect(exec('ls /proc/sys /proc/sys/net; sysctl net.core.somaxconn')).toBe(
    '/proc/sys:\nfs\nkernel\nnet\nvm\n\n/proc/sys/net:\ncore\nipv4\nnet.core.somaxconn = 4096\n',
  );
});

it('a container finds its privileges in /proc', () => {
  const { run, pass, exec } = openCluster();
  run({ containers: [{ name: 'app', securityContext: { capabilities: { drop: ['ALL'], add: ['KILL'] } } }] });
  run({ containers: [{ name: 'app', securityContext: { runAsUser: 1000, allowPrivilegeEscalation: false } }] }, 'user');
  pass(3_000);
  const look = 'grep -E "Cap(Eff|Bnd)|NoNew" /proc/1/status | cut -f2';
  expect(exec(look)).toBe('0000000000000020\n0000000000000020\n0\n');
  expect(exec(look, 'user')).toBe('0000000000000000\n00000000a80425fb\n1\n');
});

it('annotations that a Pod reads of itself hold what the kubelet has noted', () => {
  const { run, pass, exec } = openCluster();
  const fieldRef = { fieldPath: "metadata.annotations['kubernetes.io/config.source']" };
  run({
    volumes: [{ name: 'me', downwardAPI: { items: [{ path: 'a', fieldRef: { fieldPath: 'metadata.annotations' } }] } }],
    containers: [
      {
        name: 'app',
        env: [{ name: 'SOURCE', valueFrom: { fieldRef } }],
        volumeMounts: [{ name: 'me', mountPath: '/me' }],
      },
    ],
  });
  pass(3_000);
  expect(exec('cat /me/a; echo; echo $SOURCE')).toMatch(
    /^kubernetes\.io\/config\.seen="2026-11-24T12:00:05.*Z"\nkubernetes\.io\/config\.source="api"\napi\n$/,
  );
});

it.each([
  ['that asks for nothing', {}, '0', ''],
  ['without any capability', { capabilities: { drop: ['ALL'] } }, '1', 'ping: permission denied (are you root?)'],
  ['with one alone', { capabilities: { drop: ['ALL'], add: ['CHOWN'] } }, '0', 'ping: permission denied'],
  ['of somebody else', { runAsUser: 1000 }, '1', 'ping: permission denied'],
])('a container %s gives its files away, and pings, as far as it may', (_about, securityContext, given, refusal) => {
  const { run, pass, exec } = openCluster();
  run({ containers: [{ name: 'app', securityContext }] });
  pass(3_000);
  expect(exec('touch /tmp/f; chown 5 /tmp/f 2>/dev/null; echo $?')).toBe(`${given}\n`);
  const pinged = exec('ping -c1 127.0.0.1');
  expect(pinged).toContain(refusal);
  expect(pinged.includes('1 packets received')).toBe(refusal === '');
});
