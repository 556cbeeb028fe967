import type { Random } from '@podlab/apimachinery';
import type { EmbeddedCluster } from '@podlab/simulator';
import type { RecordingClient } from './client.ts';
import { configMap, deployment, disruptionBudget, job, labelled, manyContainers, service } from './objects.ts';
import { scripts } from './scripts.ts';

/** What an action may use. */
export interface Stage {
  readonly cluster: EmbeddedCluster;
  readonly client: RecordingClient;
  readonly random: Random;
  /** A number that no other step has. */
  readonly step: number;
}

interface Action {
  readonly name: string;
  /** How often it comes, against the others. */
  readonly weight: number;
  act(stage: Stage): void;
}

const core = '/api/v1/namespaces/default';
const apps = '/apis/apps/v1/namespaces/default';
const strategicMerge = 'application/strategic-merge-patch+json';
const table = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

/** What a run does to a cluster. A request that makes no sense just then belongs to it: its refusal is compared too. */
export const actions: readonly Action[] = [
  {
    name: 'apply',
    weight: 6,
    act: ({ client, random, step }) => {
      client.send('POST', `${apps}/deployments`, { body: deployment(`web-${step % 5}`, random) });
    },
  },
  {
    name: 'server-side apply',
    weight: 3,
    act: ({ client, random, step }) => {
      const manager = `manager-${random.below(2)}`;
      client.send('PATCH', `${core}/configmaps/settings-${step % 4}?fieldManager=${manager}`, {
        type: 'application/apply-patch+yaml',
        body: configMap(`settings-${step % 4}`, random),
      });
    },
  },
  {
    name: 'bare Pod',
    weight: 5,
    act: ({ client, random, step }) => {
      client.send('POST', `${core}/pods`, { body: manyContainers(`pod-${step}`, random) });
    },
  },
  {
    name: 'Service and budget',
    weight: 1,
    act: ({ client, step }) => {
      client.send('POST', `${core}/services`, { body: service(`web-${step % 5}`) });
      const budget = disruptionBudget(`web-${step % 5}`);
      client.send('POST', '/apis/policy/v1/namespaces/default/poddisruptionbudgets', { body: budget });
    },
  },
  {
    name: 'Job',
    weight: 2,
    act: ({ client, random, step }) => {
      client.send('POST', '/apis/batch/v1/namespaces/default/jobs', { body: job(`job-${step}`, random) });
    },
  },
  {
    name: 'scale',
    weight: 5,
    act: ({ client, random }) => {
      client.send('PATCH', `${apps}/deployments/web-${random.below(5)}/scale`, {
        type: 'application/merge-patch+json',
        body: { spec: { replicas: random.below(4) } },
      });
    },
  },
  {
    name: 'rollout',
    weight: 5,
    act: ({ client, random, step }) => {
      const metadata = { annotations: { 'kubectl.kubernetes.io/restartedAt': `step ${step}` } };
      const spec = { containers: [{ name: 'app', image: random.below(5) === 0 ? 'nginx:0' : 'nginx:1.29' }] };
      const template = random.below(2) === 0 ? { metadata } : { metadata, spec };
      const path = `${apps}/deployments/web-${random.below(5)}`;
      client.send('PATCH', path, { type: strategicMerge, body: { spec: { template } } });
    },
  },
  {
    name: 'delete Pod',
    weight: 5,
    act: (stage) => {
      const body = stage.random.below(3) === 0 ? { gracePeriodSeconds: stage.random.below(3) } : {};
      stage.client.send('DELETE', pickPod(stage), { body });
    },
  },
  {
    name: 'delete Deployment',
    weight: 2,
    act: ({ client, random }) => {
      const propagationPolicy = ['Background', 'Foreground', 'Orphan'][random.below(3)];
      client.send('DELETE', `${apps}/deployments/web-${random.below(5)}`, { body: { propagationPolicy } });
    },
  },
  {
    name: 'delete bare Pods',
    weight: 2,
    act: ({ client }) => {
      client.send('DELETE', `${core}/pods?labelSelector=bare`);
    },
  },
  {
    name: 'evict',
    weight: 3,
    act: (stage) => {
      const path = pickPod(stage);
      const name = path.split('/').at(-1);
      const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: 'default' } };
      stage.client.send('POST', `${path}/eviction`, { body });
    },
  },
  {
    name: 'label',
    weight: 5,
    act: (stage) => {
      const app = stage.random.below(2) === 0 ? `web-${stage.random.below(5)}` : null;
      const body = { metadata: { labels: { app, touched: String(stage.step) } } };
      stage.client.send('PATCH', pickPod(stage), { type: 'application/merge-patch+json', body });
    },
  },
  {
    name: 'cordon',
    weight: 3,
    act: ({ client, random }) => {
      const body = { spec: { unschedulable: random.below(2) === 0 || null } };
      client.send('PATCH', `/api/v1/nodes/worker-${random.below(3)}`, { type: strategicMerge, body });
    },
  },
  {
    name: 'exec',
    weight: 10,
    act: (stage) => {
      const script = scripts[stage.random.below(scripts.length)] ?? '';
      const connection = stage.client.exec(pickPod(stage), script, `one\ntwo ${stage.step}\nthree\n`);
      if (stage.random.below(8) > 0) return;
      passTime(stage, 300);
      connection?.clientClosed();
    },
  },
  {
    name: 'fail a probe',
    weight: 4,
    act: (stage) => {
      stage.client.exec(pickPod(stage), stage.random.below(2) === 0 ? 'rm -f /tmp/ready' : 'touch /tmp/broken', '');
    },
  },
  {
    name: 'kill',
    weight: 3,
    act: (stage) => {
      stage.client.exec(pickPod(stage), 'kill 1', '');
    },
  },
  {
    name: 'read',
    weight: 6,
    act: (stage) => {
      const { client } = stage;
      for (const path of ['/api/v1/pods', `${core}/events`, `${apps}/deployments`, '/api/v1/nodes'])
        client.send('GET', path, { accept: table });
      client.send('GET', `${pickPod(stage)}/log?tailLines=20&timestamps=true`);
      client.send('GET', `${core}/pods?limit=3&labelSelector=${labelled(stage.random)}`);
    },
  },
  {
    name: 'fast-forward',
    weight: 1,
    act: (stage) => {
      const seconds = 100 + stage.random.below(300);
      passTime(stage, seconds * 1000);
      stage.cluster.setSkew(stage.cluster.skewMs() + seconds * 1000);
    },
  },
];

/** An action, by weight. */
export function drawAction(random: Random): Action {
  const total = actions.reduce((sum, { weight }) => sum + weight, 0);
  let left = random.below(total);
  for (const action of actions) {
    left -= action.weight;
    if (left < 0) return action;
  }
  throw new Error('the weights do not add up');
}

/** Lets time pass in the cluster. */
export function passTime({ cluster }: Pick<Stage, 'cluster'>, ms: number): void {
  cluster.time.runUntil(cluster.time.nowMs() + ms);
}

/** The path of a Pod that is there. */
function pickPod({ client, random }: Stage): string {
  const { items } = JSON.parse(client.send('GET', `${core}/pods`)) as { items: { metadata: { name: string } }[] };
  return `${core}/pods/${items[random.below(Math.max(1, items.length))]?.metadata.name ?? 'none'}`;
}
