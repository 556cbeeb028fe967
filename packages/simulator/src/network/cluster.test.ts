import { describe, expect, it } from 'vitest';
import { textOf } from '../cluster/testing/request.ts';
import { openNetworkCluster } from './testing/network-cluster.ts';

const policies = '/apis/networking.k8s.io/v1/namespaces/default/networkpolicies';

describe('cluster DNS', () => {
  it('answers for Services, headless Pods and other names as nslookup prints it', () => {
    const { nginx, run, service, pass, sh, ipOf } = openNetworkCluster();
    nginx('web', { hostname: 'web-a', subdomain: 'headless' });
    service('web', {});
    service('headless', { selector: { app: 'web' }, clusterIP: 'None', ports: [{ port: 80, name: 'http' }] });
    service('ext', { type: 'ExternalName', externalName: 'web.default.svc.cluster.local', ports: [] });
    service('nowhere', { type: 'ExternalName', externalName: 'no.default.svc.cluster.local', ports: [] });
    run('member', {
      hostname: 'me',
      subdomain: 'headless',
      containers: [{ name: 'c', image: 'busybox:1.37', command: ['sleep', '1000'] }],
    });
    pass(5_000);
    const server = 'Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n';
    expect(sh('nslookup web.default.svc.cluster.local; echo $?')).toMatch(
      /^Server:\t\t10\.96\.0\.10\nAddress:\t10\.96\.0\.10:53\n\nName:\tweb\.default\.svc\.cluster\.local\nAddress: 10\.96\.\d+\.\d+\n\n\n0\n$/,
    );
    const name = 'web-a.headless.default.svc.cluster.local';
    expect(sh(`nslookup ${name}`)).toBe(`${server}Name:\t${name}\nAddress: ${ipOf('web')}\n\n\n`);
    expect(sh('nslookup -type=srv _http._tcp.headless.default.svc.cluster.local')).toContain(
      `service = 0 100 80 ${name}`,
    );
    expect(sh('nslookup -type=cname ext.default.svc.cluster.local')).toBe(
      `${server}ext.default.svc.cluster.local\tcanonical name = web.default.svc.cluster.local\n\n`,
    );
    expect(sh('wget -qO- http://ext | grep -c nginx.org; wget -qO- web-a.headless.default | grep -c nginx.org')).toBe(
      '1\n1\n',
    );
    expect(sh('nslookup nope.default.svc.cluster.local; echo $?')).toBe(
      `${server}${"** server can't find nope.default.svc.cluster.local: NXDOMAIN\n\n".repeat(2)}1\n`,
    );
    expect(sh('nslookup 10.96.0.1')).toBe(
      `${server}1.0.96.10.in-addr.arpa\tname = kubernetes.default.svc.cluster.local\n\n`,
    );
    // An endpoint has a name in each Service that leads to it; another address has none.
    const reverse = ipOf('web').split('.').reverse().join('.');
    expect(sh(`nslookup ${ipOf('web')} | grep name | sort`)).toBe(
      [`${ipOf('web').replaceAll('.', '-')}.web`, 'web-a.headless']
        .map((own) => `${reverse}.in-addr.arpa\tname = ${own}.default.svc.cluster.local\n`)
        .join(''),
    );
    expect(sh('nslookup 10.244.0.250 | tail -n +4')).toContain("can't find 250.0.244.10.in-addr.arpa: NXDOMAIN");
    expect(sh('nslookup _http._tcp.headless.default.svc.cluster.local')).toContain(`Address: ${ipOf('web')}\n`);
    expect(sh('nslookup web 10.244.0.250; echo $?')).toBe(
      ';; connection timed out; no servers could be reached\n\n1\n',
    );
    expect(sh('hostname -i')).toBe(`${ipOf('box')}\n`);
    expect(sh('hostname; hostname -f; hostname -d', { pod: 'member' })).toBe(
      'me\nme.headless.default.svc.cluster.local\nheadless.default.svc.cluster.local\n',
    );
    // An alias of nothing is no answer.
    expect(sh('nslookup nowhere.default.svc.cluster.local')).toBe(`${server}\n\n`);
  });
});

describe('NetworkPolicies', () => {
  it('let connections time out that they do not allow, also at the name server', () => {
    const { nginx, service, pass, sh, ipOf, send } = openNetworkCluster();
    nginx('web');
    service('web', {});
    pass(5_000);
    const tryIt = () => sh(`wget -T 2 -qO- ${ipOf('web')} | grep -c nginx.org`);
    expect(tryIt()).toBe('1\n');
    send('POST', policies, { metadata: { name: 'deny' }, spec: { podSelector: { matchLabels: { app: 'web' } } } });
    expect(tryIt()).toBe('wget: download timed out\n0\n');
    send('POST', policies, {
      metadata: { name: 'allow' },
      spec: {
        podSelector: {},
        ingress: [{ from: [{ podSelector: { matchLabels: { app: 'box' } } }], ports: [{ port: 80 }] }],
      },
    });
    expect(tryIt()).toBe('1\n');
    send('POST', policies, { metadata: { name: 'mute' }, spec: { podSelector: {}, policyTypes: ['Egress'] } });
    expect(sh('wget -T 2 -qO- web; echo $?', { withinMs: 60_000 })).toBe("wget: bad address 'web'\n1\n");
  });

  it('are kept and refused as the API does', () => {
    const { send } = openNetworkCluster();
    const wrong = { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 'nonsense' } }] }] };
    const { status, body } = send('POST', policies, { metadata: { name: 'wrong' }, spec: wrong });
    expect([status, textOf(body)]).toEqual([422, expect.stringContaining('spec.ingress[0].from[0].ipBlock.cidr')]);
    expect(send('POST', policies, { metadata: { name: 'right' }, spec: { podSelector: {} } }).status).toBe(201);
  });
});

describe('probes over the network', () => {
  const container = (name: string, more: object) => ({
    name,
    image: 'busybox:1.37',
    command: ['sleep', '1000'],
    ...more,
  });

  it('say what they saw as the kubelet does', () => {
    const { run, pass, seen, ipOf } = openNetworkCluster();
    const servers =
      'nc -ll -p 9200 -e sleep 100 & nc -ll -p 9202 -e echo garbage & mkdir /www; httpd -f -p 9203 -h /www';
    const probe = (handler: object) => ({
      readinessProbe: { ...handler, periodSeconds: 60, initialDelaySeconds: 3, timeoutSeconds: 2 },
    });
    run('probed', {
      containers: [
        container('servers', { command: ['sh', '-c', servers], ports: [{ name: 'web', containerPort: 9203 }] }),
        container('refused', probe({ httpGet: { port: 9999, path: '/x' } })),
        container('tcp', probe({ tcpSocket: { port: 9998 } })),
        container('slow', probe({ httpGet: { port: 9200 } })),
        container('garbage', probe({ httpGet: { port: 9202 } })),
        container('missing', probe({ httpGet: { port: 9203, path: '/none' } })),
        container('tls', probe({ httpGet: { port: 9203, scheme: 'HTTPS' } })),
        container('grpc', probe({ grpc: { port: 9000 } })),
      ] as never,
    });
    pass(80_000);
    const ip = ipOf('probed');
    const failed = seen.events('probed').filter((event) => event.startsWith('Unhealthy'));
    expect(failed.map((event) => event.replace(/^Unhealthy x\d+: Readiness probe failed: /, '')).sort()).toEqual(
      [
        `Get "http://${ip}:9999/x": dial tcp ${ip}:9999: connect: connection refused`,
        `dial tcp ${ip}:9998: connect: connection refused`,
        `Get "http://${ip}:9200/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
        `Get "http://${ip}:9202/": net/http: HTTP/1.x transport connection broken: malformed HTTP response "garbage"`,
        'HTTP probe failed with statuscode: 404',
        `Get "https://${ip}:9203/": http: server gave HTTP response to HTTPS client`,
        `timeout: failed to connect service "${ip}:9000" within 2s: context deadline exceeded`,
      ].sort(),
    );
  });

  it('make a Pod ready that serves, by the name of a port', () => {
    const { run, pass, seen } = openNetworkCluster();
    run('web', {
      containers: [
        {
          name: 'nginx',
          image: 'nginx:1.29',
          ports: [{ name: 'http', containerPort: 80 }],
          readinessProbe: { httpGet: { port: 'http', path: '/' }, periodSeconds: 1 },
          livenessProbe: { tcpSocket: { port: 80 }, periodSeconds: 1 },
          lifecycle: { preStop: { httpGet: { port: 80, path: '/bye' } } },
        },
      ],
    });
    pass(5_000);
    expect(seen.pods.get('web')?.at(-1)).toContain(' Ready=True');
    expect(seen.events('web').filter((event) => event.startsWith('Unhealthy'))).toEqual([]);
  });
});

describe('the API proxy', () => {
  it('passes requests on to Pods and Services, and says why it cannot', () => {
    const { nginx, service, pass, cluster, logs } = openNetworkCluster();
    nginx('web');
    service('web', {});
    service('none', {});
    pass(5_000);
    const get = (path: string) => {
      const request = { method: 'GET', path: `/api/v1/namespaces/default/${path}`, headers: { accept: '*/*' } };
      let answer = cluster.handle(request);
      answer.later?.((own) => (answer = own));
      pass(1_000);
      return { status: answer.status, text: typeof answer.body === 'string' ? answer.body : textOf(answer.body) };
    };
    expect(get('pods/web/proxy/').text).toContain('Welcome to nginx!');
    expect(get('services/http:web:80/proxy/index.html').text).toContain('Welcome to nginx!');
    expect(get('pods/web:80/proxy/nope?x=1')).toMatchObject({ status: 404 });
    expect(logs('web')).toContain('172.18.0.2 - - [');
    expect(logs('web')).toContain('"GET /nope?x=1 HTTP/1.1" 404');
    const refused = get('pods/web:81/proxy/');
    expect(refused.status).toBe(503);
    expect(refused.text).toMatch(
      /error trying to reach service: dial tcp 10\.244\.\d+\.\d+:81: connect: connection refused/,
    );
    expect(get('services/none/proxy/').text).toContain('no endpoints available for service \\"none\\"');
    expect(get('services/web:odd/proxy/').text).toContain('no endpoints available for service \\"web:odd\\"');
    expect(get('services/nope/proxy/').text).toContain('services \\"nope\\" not found');
    expect(get('services/a:b:c:d/proxy/').text).toContain('invalid service request \\"a:b:c:d\\"');
    expect(get('services/web:81/proxy/').text).toContain('no service port 81 found for service \\"web\\"');
  });
});

describe('a Pod in the network of its node', () => {
  it('has its address, its name and its ports', () => {
    const { run, pass, ipOf, sh } = openNetworkCluster();
    run('host', { hostNetwork: true, nodeName: 'node-2', containers: [{ name: 'nginx', image: 'nginx:1.29' }] });
    pass(5_000);
    expect(ipOf('host')).toBe('172.18.0.3');
    expect(sh('hostname', { pod: 'host' })).toBe('node-2\n');
    expect(sh('wget -qO- 172.18.0.3 | grep -c nginx.org')).toBe('1\n');
  });
});

describe('images of servers', () => {
  const pod = (image: string, more: object = {}) => ({ containers: [{ name: 'app', image, ...more }] });

  it('serve what their clients ask for', () => {
    const { run, pass, sh, ipOf, logs } = openNetworkCluster();
    run('kv', pod('redis:8'));
    run('db', pod('postgres:17', { env: [{ name: 'POSTGRES_PASSWORD', value: 'x' }] }));
    run('apache', pod('httpd:2.4'));
    run('test', pod('registry.k8s.io/e2e-test-images/agnhost:2.53', { args: ['netexec', '--http-port=8080'] }));
    run('curl', pod('curlimages/curl:8.16.0', { command: ['sleep', '1000'] }));
    run('bare', pod('postgres:17'));
    pass(8_000);
    expect(sh('redis-cli ping; redis-cli set a 1; redis-cli incr a; redis-cli get nope', { pod: 'kv' })).toBe(
      'PONG\nOK\n2\n\n',
    );
    expect(sh('pg_isready; pg_isready -h 127.0.0.1 -p 5433; echo $?', { pod: 'db' })).toBe(
      '/var/run/postgresql:5432 - accepting connections\n127.0.0.1:5433 - no response\n2\n',
    );
    expect(logs('bare')).toContain('superuser password is not specified');
    const curl = (args: string) => sh(`curl -s ${args}`, { pod: 'curl' });
    expect(curl(`http://${ipOf('apache')}/`)).toBe('<html><body><h1>It works!</h1></body></html>\n');
    expect(curl(`http://${ipOf('test')}:8080/hostname`)).toBe('test');
    expect(curl(`-o /dev/null -w '%{http_code}' http://${ipOf('apache')}/nope`)).toBe('404');
    expect(curl('-S http://nope/; echo $?')).toBe('curl: (6) Could not resolve host: nope\n6\n');
    expect(curl(`-f http://${ipOf('test')}:8080/echo?code=503; echo $?`)).toBe('22\n');
  });

  it('take their pages and their configuration from volumes, and say what they refuse', () => {
    const { run, pass, sh, ipOf, logs, send, nginx } = openNetworkCluster();
    const conf = `server { listen 8080; root /pages; location = /healthz { return 200 "fine\\n"; }
      location /api/ { proxy_pass http://WEB/; } location /old { return 301 /new; } }`;
    nginx('web');
    pass(5_000);
    const data = { 'default.conf': conf.replace('WEB', ipOf('web')).replace('\\n', ''), 'index.html': 'mine\n' };
    send('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'site' }, data });
    run('own', {
      volumes: [{ name: 'site', configMap: { name: 'site' } }],
      containers: [
        {
          name: 'nginx',
          image: 'nginx:1.28',
          volumeMounts: [
            { name: 'site', mountPath: '/etc/nginx/conf.d' },
            { name: 'site', mountPath: '/pages' },
          ],
        },
      ],
    });
    pass(5_000);
    const at = `${ipOf('own')}:8080`;
    expect(sh(`wget -qO- ${at}/; wget -qO- ${at}/healthz; wget -qO- ${at}/api/ | grep -c nginx.org`)).toBe(
      'mine\nfine1\n',
    );
    expect(sh(`wget -qO- ${at}/nope`)).toBe('wget: server returned error: HTTP/1.1 404 Not Found\n');
    expect(logs('own')).toContain('open() "/pages/nope" failed (2: No such file or directory), client: ');
  });
});
