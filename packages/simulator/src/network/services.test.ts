import { describe, expect, it } from 'vitest';
import { ask } from '../cluster/testing/request.ts';
import { openNetworkCluster } from './testing/network-cluster.ts';

describe('Services', () => {
  it('lead from a name to a Pod that serves', () => {
    const { nginx, service, pass, sh, logs, ipOf } = openNetworkCluster();
    nginx('web');
    service('web', {});
    pass(5_000);
    expect(sh('wget -qO- web')).toContain('<title>Welcome to nginx!</title>');
    expect(sh('wget -O- http://web/nope')).toMatch(
      /^Connecting to web \(10\.96\.\d+\.\d+:80\)\nwget: server returned error: HTTP\/1\.1 404 Not Found\n$/,
    );
    expect(logs('web')).toContain(`${ipOf('box')} - - [`);
    expect(logs('web')).toContain('"GET /nope HTTP/1.1" 404 153 "-" "Wget" "-"');
  });

  it('refuse when nobody is behind them, and a Pod refuses at a port that nobody listens on', () => {
    const { nginx, service, pass, sh, ipOf } = openNetworkCluster();
    nginx('web');
    service('none', {});
    pass(5_000);
    expect(sh('nc none 80; echo $?')).toMatch(
      /^nc: can't connect to remote host \(10\.96\.\S+\): Connection refused\n1\n$/,
    );
    expect(sh(`nc ${ipOf('web')} 81`)).toContain('Connection refused');
    expect(sh('nc -w 2 10.244.0.250 80; echo $?')).toBe('nc: timed out\n1\n');
    expect(sh('nc 10.244.0.250 80; echo $?', { withinMs: 130_000 })).toBe(
      "nc: can't connect to remote host (10.244.0.250): Connection timed out\n1\n",
    );
    expect(sh('nc nope 80; echo $?')).toBe("nc: bad address 'nope'\n1\n");
  });

  it('drop what is kept to a node without endpoints', () => {
    const { nginx, service, pass, sh } = openNetworkCluster();
    nginx('web', { nodeName: 'node-2' });
    service('web', { internalTrafficPolicy: 'Local' });
    service('none', { internalTrafficPolicy: 'Local' });
    pass(5_000);
    expect(sh('wget -T 2 -qO- web; echo $?')).toBe('wget: download timed out\n1\n');
    expect(sh('wget -T 2 -qO- none')).toContain('Connection refused');
  });

  it('answer through terminating Pods when only those are left, and refuse once they are gone', () => {
    const { run, service, pass, sh, send } = openNetworkCluster();
    const script = 'trap "sleep 5; exit 0" TERM; while true; do echo hi | nc -l -p 80; done';
    run('old', {
      terminationGracePeriodSeconds: 20,
      containers: [
        {
          name: 'app',
          image: 'busybox:1.37',
          command: [
            'sh',
            '-c',
            `mkdir /www; echo old > /www/index.html; httpd -f -p 80 -h /www & ${script.replace(/nc -l.*done/, 'sleep 1; done')}`,
          ],
        },
      ],
    });
    service('old', {});
    pass(5_000);
    expect(sh('wget -qO- old', { withinMs: 1_000 })).toBe('old\n');
    send('DELETE', '/api/v1/namespaces/default/pods/old');
    pass(1_500);
    expect(sh('wget -qO- old', { withinMs: 1_000 })).toBe('old\n');
    pass(20_000);
    expect(sh('wget -qO- old', { withinMs: 1_000 })).toContain('Connection refused');
  });

  it('spread connections over their Pods, or keep a client at one', () => {
    const { run, service, pass, sh } = openNetworkCluster();
    for (const name of ['a', 'b', 'c']) {
      const script = `mkdir /www; echo ${name} > /www/index.html; httpd -f -p 8080 -h /www`;
      run(
        name,
        {
          containers: [
            {
              name: 'app',
              image: 'busybox:1.37',
              command: ['sh', '-c', script],
              ports: [{ name: 'http', containerPort: 8080 }],
            },
          ],
        },
        { app: 'abc' },
      );
    }
    service('spread', { selector: { app: 'abc' }, ports: [{ port: 80, targetPort: 'http' }] });
    service('sticky', {
      selector: { app: 'abc' },
      ports: [{ port: 80, targetPort: 'http' }],
      sessionAffinity: 'ClientIP',
    });
    pass(5_000);
    const ask = (name: string) =>
      sh(`for i in 1 2 3 4 5 6 7 8 9 10 11 12; do wget -qO- ${name}; done`).trim().split('\n');
    expect([...new Set(ask('spread'))].sort()).toEqual(['a', 'b', 'c']);
    expect(new Set(ask('sticky')).size).toBe(1);
  });

  it('of type NodePort answer at every node', () => {
    const { nginx, service, pass, sh } = openNetworkCluster();
    nginx('web', { nodeName: 'node-2' });
    service('web', { type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] });
    pass(5_000);
    expect(sh('wget -qO- http://172.18.0.2:30080/ | grep -c nginx.org')).toBe('1\n');
    expect(sh('wget -qO- http://172.18.0.3:30080/ | grep -c nginx.org')).toBe('1\n');
  });

  it('of type NodePort answer on a node itself too, and there are not kept to the node', () => {
    const { nginx, run, service, pass, sh } = openNetworkCluster();
    nginx('web', { nodeName: 'node-2' });
    const sleeper = [{ name: 'app', image: 'busybox:1.37', command: ['sleep', '1000'] }];
    run('host', { nodeName: 'node-1', hostNetwork: true, containers: sleeper });
    run('inside', { nodeName: 'node-1', containers: sleeper });
    run('beside', { nodeName: 'node-2', containers: sleeper });
    service('web', { type: 'NodePort', externalTrafficPolicy: 'Local', ports: [{ port: 80, nodePort: 30080 }] });
    pass(5_000);
    const tries = (pod: string, ip: string) => sh(`wget -T 2 -qO- ${ip}:30080 | grep -c nginx.org`, { pod });
    expect(tries('host', 'localhost')).toBe('1\n');
    expect(tries('host', '172.18.0.2')).toBe('1\n');
    expect(tries('inside', '172.18.0.2')).toBe('1\n');
    expect(tries('inside', '172.18.0.3')).toBe('1\n');
    expect(tries('beside', '172.18.0.2')).toContain('timed out');
    expect(sh('wget -T 2 -qO- localhost:30081; echo $?', { pod: 'host' })).toContain('Connection refused');
  });
});

describe('the network', () => {
  it('is shared by the containers of a Pod: localhost and its ports', () => {
    const { run, pass, logs, cluster, sh } = openNetworkCluster();
    run('pair', {
      containers: [
        { name: 'nginx', image: 'nginx:1.29' },
        {
          name: 'again',
          image: 'busybox:1.37',
          command: ['sh', '-c', 'sleep 2; wget -qO- localhost | grep -c nginx.org; nc -l -p 80; sleep 1000'],
        },
      ],
    });
    pass(8_000);
    const { body } = cluster.handle({
      method: 'GET',
      path: '/api/v1/namespaces/default/pods/pair/log?container=again',
      headers: {},
    });
    expect(new TextDecoder().decode(body as Uint8Array)).toBe('1\nnc: bind: Address already in use\n');
    expect(sh('true')).toBe('');
    expect(logs).toBeTypeOf('function');
  });

  it('can be slow, lose packets and be cut', () => {
    const { nginx, pass, sh, ipOf } = openNetworkCluster({ delayMs: 300, cuts: [['node-1', 'default/far']] });
    nginx('near', { nodeName: 'node-1' });
    nginx('far', { nodeName: 'node-2' });
    pass(5_000);
    expect(sh(`ping -c 1 ${ipOf('near')}`)).toMatch(/time=600\.\d+ ms/);
    expect(sh(`wget -T 3 -qO- ${ipOf('far')}; echo $?`)).toBe('wget: download timed out\n1\n');
  });
});

it('the API server is behind the Service kubernetes', () => {
  const { cluster } = openNetworkCluster();
  const path = '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes';
  expect(ask(cluster, 'GET', path)).toMatchObject({
    metadata: { labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    endpoints: [{ addresses: ['172.18.0.2'], conditions: { ready: true } }],
    ports: [{ name: 'https', port: 6443, protocol: 'TCP' }],
  });
  expect(ask(cluster, 'GET', '/api/v1/namespaces/default/endpoints/kubernetes')).toMatchObject({
    subsets: [{ addresses: [{ ip: '172.18.0.2' }] }],
  });
});

it('a port of the API server is open to containers where it has a Pod', () => {
  const { sh, pass } = openNetworkCluster(undefined, { systemPods: true });
  pass(60_000);
  expect(sh('nc -w 2 kubernetes 443 </dev/null; echo $?')).toBe('0\n');
});
