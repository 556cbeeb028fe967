// node deployment.mjs PODS NODES: a Deployment from apply to all Ready, and what it then holds in memory.
import {
  applyDeployment,
  bytesInUse,
  cpuSecondsSince,
  createReadyCluster,
  pass,
  passUntilReady,
} from './cluster-at-work.ts';

/** What is printed, as JSON. */
export interface DeploymentMeasured {
  readonly cpuSeconds: number;
  readonly virtualSeconds: number;
  readonly bytesPerPod: number;
}

const [pods = 0, nodes = 0] = process.argv.slice(2).map(Number);
const cluster = createReadyCluster(nodes);
const bytesBefore = bytesInUse();
const start = process.cpuUsage();
applyDeployment(cluster, pods);
const virtualMs = passUntilReady(cluster, pods);
const cpuSeconds = cpuSecondsSince(start);
// Long enough for every script to have gone round, and for the kubelets to have looked at every Pod again.
pass(cluster, 120_000);
const measured: DeploymentMeasured = {
  cpuSeconds,
  virtualSeconds: virtualMs / 1000,
  bytesPerPod: (bytesInUse() - bytesBefore) / pods,
};
process.stdout.write(JSON.stringify(measured));
