import { connect } from 'node:net';
import { expect, it, vi } from 'vitest';
import type { Kubectl, RunningKubectl } from './client.ts';
import { describeForEachClient } from './suite.ts';

const bigBytes = 1024 * 1024;

function nginx(name: string): object {
  return {
    metadata: { name, labels: { app: name } },
    spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'nginx', image: 'nginx:1.29' }] },
  };
}

async function prepare(kubectl: Kubectl): Promise<void> {
  const objects = [
    { apiVersion: 'v1', kind: 'Pod', ...nginx('web') },
    { apiVersion: 'v1', kind: 'Pod', ...nginx('doomed') },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'done' },
      spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox:1.37', command: ['true'] }] },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'front' },
      spec: { selector: { app: 'site' }, ports: [{ port: 8080, targetPort: 80 }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'site' },
      spec: { selector: { matchLabels: { app: 'site' } }, template: nginx('site') },
    },
  ];
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  await kubectl.ok('create -f -', { stdin: list });
  await kubectl.ok('wait pod/web pod/doomed --for=condition=Ready --timeout=60s');
  await kubectl.ok('rollout status deployment/site --timeout=60s');
  const big = `head -c ${bigBytes} /dev/zero | tr '\\0' x > /usr/share/nginx/html/big`;
  await kubectl.ok(['exec', 'web', '--', 'sh', '-c', big]);
}

/** Local ports are free ones, in the order of the arguments. */
async function forward(kubectl: Kubectl, args: string): Promise<{ forwarding: RunningKubectl; ports: number[] }> {
  const forwarding = kubectl.start(`port-forward ${args}`);
  const expected = args.split(' ').length - 1;
  const ports = await vi.waitFor(
    () => {
      const found = [...forwarding.stdout.matchAll(/^Forwarding from 127\.0\.0\.1:(\d+) -> /gm)].map(
        ([, port]) => port,
      );
      if (found.length < expected) throw new Error(`not yet: ${forwarding.stdout}${forwarding.stderr}`);
      return found.map(Number);
    },
    { timeout: 30_000, interval: 50 },
  );
  return { forwarding, ports };
}

/** Asks on a connection of its own. */
async function get(port: number | undefined, path = '/'): Promise<{ status: number; text: string }> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } });
  return { status: response.status, text: await response.text() };
}

describeForEachClient(
  'port-forward',
  ({ kubectl }) => {
    it('reaches a process in a Pod, by several connections at once', async () => {
      const { forwarding, ports } = await forward(kubectl(), 'pod/web :80');
      const [one, two] = await Promise.all([get(ports[0]), get(ports[0])]);
      expect(one).toEqual({ status: 200, text: expect.stringContaining('Welcome to nginx!') });
      expect(two).toEqual(one);
      expect(await get(ports[0], '/nope')).toMatchObject({ status: 404 });
      await forwarding.stop();
    });

    it('carries as much as there is', async () => {
      const { forwarding, ports } = await forward(kubectl(), 'pod/web :80');
      const { status, text } = await get(ports[0], '/big');
      expect([status, text.length, text.replaceAll('x', '')]).toEqual([200, bigBytes, '']);
      await forwarding.stop();
    });

    it('finds a Pod of a Deployment, and one behind the port of a Service', async () => {
      for (const target of ['deploy/site :80', 'svc/front :8080']) {
        const { forwarding, ports } = await forward(kubectl(), target);
        expect(await get(ports[0])).toMatchObject({ status: 200 });
        await forwarding.stop();
      }
    });

    it('says that nobody listens on a port', async () => {
      const { forwarding, ports } = await forward(kubectl(), 'pod/web :80 :81');
      await expect(get(ports[1])).rejects.toThrow('fetch failed');
      await vi.waitFor(
        () =>
          expect(forwarding.stderr).toMatch(
            /forwarding \d+ -> 81: error forwarding port 81 to pod [0-9a-f]{64}, uid : failed to execute portforward in network namespace \\?"\/var\/run\/netns\/cni-[0-9a-f-]{36}\\?": failed to connect to localhost:81 inside namespace \\?"[0-9a-f]{64}\\?", IPv4: dial tcp4 127\.0\.0\.1:81: connect: connection refused IPv6 dial tcp6 \[::1\]:81: connect: connection refused /,
          ),
        10_000,
      );
      await forwarding.stop();
    });

    it('refuses a Pod that does not run, or that is not there', async () => {
      await kubectl().ok('wait pod/done --for=jsonpath={.status.phase}=Succeeded --timeout=60s');
      expect(await kubectl().run('port-forward pod/done :80')).toMatchObject({
        code: 1,
        stderr: 'error: unable to forward port because pod is not running. Current status=Succeeded\n',
      });
      expect(await kubectl().run('port-forward pod/nope :80')).toMatchObject({
        code: 1,
        stderr: 'Error from server (NotFound): pods "nope" not found\n',
      });
    });

    it('loses its connections with the Pod', async () => {
      const { forwarding, ports } = await forward(kubectl(), 'pod/doomed :80');
      expect(await get(ports[0])).toMatchObject({ status: 200 });
      const open = connect(ports[0] ?? 0, '127.0.0.1');
      const closed = new Promise((resolve) => open.on('error', () => undefined).once('close', resolve));
      open.resume();
      await vi.waitFor(() => expect(forwarding.stdout.match(/Handling connection/g)).toHaveLength(2), 10_000);
      await kubectl().ok('delete pod doomed');
      await closed;
      await expect(get(ports[0])).rejects.toThrow('fetch failed');
      await vi.waitFor(
        () => expect(forwarding.stderr).toMatch(/network namespace for sandbox \\?"[0-9a-f]{64}\\?" is closed/),
        10_000,
      );
      await forwarding.stop();
    });
  },
  { prepare },
);

describeForEachClient(
  'port-forward by spdy',
  ({ kubectl }) => {
    it('is what newer clients fall back to, and works as well', async () => {
      const forwarding = kubectl().start('port-forward pod/web :80', {
        env: { KUBECTL_PORT_FORWARD_WEBSOCKETS: 'false' },
      });
      const port = await vi.waitFor(
        () => {
          const found = /^Forwarding from 127\.0\.0\.1:(\d+) -> /m.exec(forwarding.stdout)?.[1];
          if (found === undefined) throw new Error(`not yet: ${forwarding.stderr}`);
          return Number(found);
        },
        { timeout: 30_000, interval: 50 },
      );
      expect((await get(port, '/big')).text).toHaveLength(bigBytes);
      await forwarding.stop();
    });
  },
  { from: 31, prepare },
);
