import { parseTime } from '@podlab/apimachinery';
import type { Pod, PodSpec } from 'kubernetes-types/core/v1';
import { createEmbeddedCluster } from '../create-embedded-cluster.ts';
import type { NodeOptions } from '../ports.ts';
import { observe } from './observe.ts';
import { ask, textOf } from './request.ts';

const pods = '/api/v1/namespaces/default/pods';

/** A cluster of one node, five seconds old, with what tests of Pods need. */
export function openCluster(node: Partial<NodeOptions> = {}) {
  const cluster = createEmbeddedCluster({
    seed: 'pods',
    startTimeMs: parseTime('2026-11-24T12:00:00Z') ?? 0,
    nodes: [{ name: 'node-1', role: 'control-plane', ...node }],
  });
  const pass = (ms: number) => cluster.time.runUntil(cluster.time.nowMs() + ms);
  pass(5_000);
  const seen = observe(cluster, 'default');
  return {
    cluster,
    seen,
    pass,
    run: (spec: Partial<PodSpec> & { script?: string }, name = 'web') => {
      const { script = 'sleep 1000', containers, ...rest } = spec;
      const app = { name: 'app', image: 'busybox:1.37', command: ['sh', '-c', script] };
      const merged = (containers ?? [{ name: 'app' }]).map((container) => ({ ...app, ...container }));
      ask(cluster, 'POST', pods, { metadata: { name }, spec: { ...rest, containers: merged } });
    },
    pod: (name = 'web') => ask(cluster, 'GET', `${pods}/${name}`) as unknown as Pod,
    exec: (command: string, name = 'web') => {
      const path = `${pods}/${name}/exec?container=app&command=sh&command=-c&command=${encodeURIComponent(command)}&stdout=true&stderr=true`;
      const connection = cluster.open({ method: 'GET', path, headers: {} }, ['v5.channel.k8s.io']);
      if ('status' in connection) return `refused ${connection.status}: ${textOf(connection.body)}`;
      let output = '';
      connection.subscribe({
        message: (data) => {
          if (data[0] === 1 || data[0] === 2) output += new TextDecoder().decode(data.slice(1));
        },
        close: () => undefined,
      });
      pass(1_000);
      return output;
    },
  };
}
