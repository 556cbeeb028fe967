import type { Probe } from 'kubernetes-types/core/v1';
import { expect, it } from 'vitest';
import { openCluster } from '../testing/one-node.ts';
import { ask } from '../testing/request.ts';

const image = 'registry.k8s.io/e2e-test-images/agnhost:2.53';

function serveHealth(args: string[], probes: { livenessProbe?: Probe; readinessProbe?: Probe }) {
  const opened = openCluster();
  const command = ['/agnhost', 'grpc-health-checking', ...args];
  opened.run({ containers: [{ name: 'app', image, command, ...probes }] });
  const unhealthy = () => opened.seen.events('web').filter((event) => event.startsWith('Unhealthy'));
  const state = () => {
    const { ready, restartCount } = opened.pod().status?.containerStatuses?.[0] ?? {};
    return { ready, restartCount };
  };
  return { ...opened, unhealthy, state };
}

it('a grpc probe makes a container ready that serves gRPC health', () => {
  const { pass, unhealthy, state } = serveHealth(['--port=9000'], { readinessProbe: { grpc: { port: 9000 } } });
  pass(5_000);
  expect(state()).toEqual({ ready: true, restartCount: 0 });
  expect(unhealthy()).toEqual([]);
});

it('a server that is told to stop serving leaves its Service, and comes back', () => {
  const probe = { grpc: { port: 5000 }, periodSeconds: 1 };
  const { pass, unhealthy, state, exec } = serveHealth([], { readinessProbe: probe });
  pass(5_000);
  expect(exec('wget -qO- http://127.0.0.1:8080/make-not-serving')).toMatch(/^\d+(\.\d+)?s$/);
  pass(4_000);
  expect(state()).toEqual({ ready: false, restartCount: 0 });
  expect(unhealthy()).toHaveLength(1);
  expect(unhealthy()[0]).toMatch(/: Readiness probe failed: service unhealthy \(responded with "NOT_SERVING"\)$/);
  exec('wget -qO- http://127.0.0.1:8080/make-serving');
  pass(2_000);
  expect(state()).toEqual({ ready: true, restartCount: 0 });
});

it('a failed grpc liveness probe restarts its container after three failures', () => {
  const probe = { grpc: { port: 5000 }, periodSeconds: 1 };
  const { pass, unhealthy, state, seen } = serveHealth(['--delay-unhealthy-sec=5'], { livenessProbe: probe });
  pass(13_000);
  expect(state()).toEqual({ ready: true, restartCount: 1 });
  expect(unhealthy()).toEqual([
    'Unhealthy x3: Liveness probe failed: service unhealthy (responded with "NOT_SERVING")',
  ]);
  expect(seen.events('web')).toContain('Killing x1: Container app failed liveness probe, will be restarted');
});

it('a grpc probe for another service, or of a server of HTTP/1.1, fails as a real one does', () => {
  const other = serveHealth(['--service=other'], { readinessProbe: { grpc: { port: 5000 } } });
  const http = serveHealth([], { readinessProbe: { grpc: { port: 8080 } } });
  for (const { pass } of [other, http]) pass(8_000);
  expect(other.unhealthy()[0]).toContain(
    'Readiness probe failed: error: health rpc probe failed: rpc error: code = NotFound desc = unknown service',
  );
  const address = `${http.pod().status?.podIP}:8080`;
  expect(http.unhealthy()[0]).toContain(
    `Readiness probe failed: timeout: failed to connect service "${address}" within 1s: context deadline exceeded`,
  );
});

it('ends at SIGTERM as a Go program does that is PID 1', () => {
  const { pass, cluster, seen } = serveHealth([], {});
  pass(4_000);
  ask(cluster, 'DELETE', '/api/v1/namespaces/default/pods/web');
  pass(3_000);
  expect(seen.pods.get('web')?.at(-1)).toContain('app Error(2)');
});
