// node webernetes.mjs PODS NODES: the same Deployment on another simulator of Kubernetes, whose time is the machine's.
import { BaseImage, Cluster, type ProcessContext } from '@ngrok/webernetes';
import { cpuSecondsSince } from './cluster-at-work.ts';

/** What is printed, as JSON. */
export interface WebernetesMeasured {
  readonly cpuSeconds: number;
  readonly readyPods: number;
}

/** Its images are programs: this one waits, as our script does. */
class Waiting extends BaseImage {
  static readonly imageName = 'waiting';
  static readonly imageVersion = '1.0';
  readonly defaultCommand = ['wait'];

  override async exec(context: ProcessContext): Promise<number> {
    return context.waitUntilKilled();
  }
}

const longestMs = 120_000;
const [pods = 0, nodes = 0] = process.argv.slice(2).map(Number);
const cluster = new Cluster({ nodes });
cluster.registerImage(Waiting);
await cluster.init();
const startMs = performance.now();
const start = process.cpuUsage();
await cluster.apply([
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas: pods,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'app', image: 'waiting:1.0' }] },
      },
    },
  },
]);
let readyPods = 0;
while (readyPods < pods && performance.now() - startMs < longestMs) {
  await new Promise((resolve) => setTimeout(resolve, 200));
  const { status } = await cluster.api.appsv1.readNamespacedDeployment({ name: 'web', namespace: 'default' });
  readyPods = status?.readyReplicas ?? 0;
}
const measured: WebernetesMeasured = { cpuSeconds: cpuSecondsSince(start), readyPods };
process.stdout.write(JSON.stringify(measured), () => process.exit());
