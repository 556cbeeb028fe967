import type { KubeObject } from '@podlab/apimachinery';
import type { PodSpec } from 'kubernetes-types/core/v1';
import { createEmbeddedCluster } from '../../cluster/create-embedded-cluster.ts';
import { ask, send, textOf } from '../../cluster/testing/request.ts';
import { observe } from '../../cluster/testing/observe.ts';
import type { NetworkConditions } from '../conditions.ts';

const base = '/api/v1/namespaces/default';

/** A cluster of two nodes with a busybox Pod `box` to try things from. @param systemPods as in `EmbeddedClusterOptions` */
export function openNetworkCluster(network?: NetworkConditions, { systemPods = false } = {}) {
  const cluster = createEmbeddedCluster({
    seed: 'network',
    startTimeMs: 1_795_521_600_000,
    nodes: [systemPods ? { name: 'node-1', role: 'control-plane' } : { name: 'node-1' }, { name: 'node-2' }],
    ...(network && { network }),
    systemPods,
  });
  const pass = (ms: number) => cluster.time.runUntil(cluster.time.nowMs() + ms);
  const run = (name: string, spec: Partial<PodSpec>, labels: Record<string, string> = { app: name }) =>
    ask(cluster, 'POST', `${base}/pods`, { metadata: { name, labels }, spec });
  pass(5_000);
  const seen = observe(cluster, 'default');
  run('box', {
    nodeName: 'node-1',
    terminationGracePeriodSeconds: 0,
    containers: [{ name: 'box', image: 'busybox:1.37', command: ['sleep', '100000'] }],
  });
  return {
    cluster,
    seen,
    pass,
    run,
    nginx: (name: string, spec: Partial<PodSpec> = {}) =>
      run(name, { containers: [{ name: 'nginx', image: 'nginx:1.29' }], ...spec }),
    service: (name: string, spec: KubeObject) =>
      ask(cluster, 'POST', `${base}/services`, {
        metadata: { name },
        spec: { selector: { app: name }, ports: [{ port: 80 }], ...spec },
      }),
    ipOf: (name: string) =>
      (ask(cluster, 'GET', `${base}/pods/${name}`) as { status?: { podIP?: string } }).status?.podIP ?? '',
    send: (method: string, path: string, body?: KubeObject) => send(cluster, method, path, body),
    logs: (name: string) => textOf(send(cluster, 'GET', `${base}/pods/${name}/log`).body),
    /** What a command in a Pod prints within a while, its exit code at the end. */
    sh: (command: string, { pod = 'box', withinMs = 10_000 }: { pod?: string; withinMs?: number } = {}) => {
      const path = `${base}/pods/${pod}/exec?command=sh&command=-c&command=${encodeURIComponent(command)}&stdout=true&stderr=true`;
      const connection = cluster.open({ method: 'GET', path, headers: {} }, ['v5.channel.k8s.io']);
      if ('status' in connection) return `refused ${connection.status}: ${textOf(connection.body)}`;
      let output = '';
      connection.subscribe({
        message: (data) => {
          if (data[0] === 1 || data[0] === 2) output += new TextDecoder().decode(data.slice(1));
        },
        close: () => undefined,
      });
      pass(withinMs);
      return output;
    },
  };
}
