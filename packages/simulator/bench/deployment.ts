import type { DeploymentMeasured } from './parts/deployment.ts';
import { figure, runPart } from './parts/run-part.ts';
import type { WebernetesMeasured } from './parts/webernetes.ts';

const measure = (pods: number, nodes: number, runs: number) =>
  runPart<DeploymentMeasured>('deployment', {
    args: [String(pods), String(nodes)],
    runs,
    pick: ({ cpuSeconds }) => cpuSeconds,
  });

const thousand = await measure(1_000, 20, 3);
figure('simulator: 1,000 Pods on 20 nodes, apply to Ready, CPU', thousand.cpuSeconds, 's', 1.5);
figure('simulator: 1,000 Pods on 20 nodes, apply to Ready, virtual time', thousand.virtualSeconds, 's');
figure('simulator: memory per running Pod', thousand.bytesPerPod, 'bytes', 40_000);

const tenThousand = await measure(10_000, 200, 2);
figure('simulator: 10,000 Pods on 200 nodes, CPU', tenThousand.cpuSeconds, 's');
figure('simulator: 10,000 Pods take so many times as long', tenThousand.cpuSeconds / thousand.cpuSeconds, 'x', 12);

const hundred = await measure(100, 3, 3);
figure('simulator: 100 Pods on 3 nodes, CPU', hundred.cpuSeconds, 's');
const other = await runPart<WebernetesMeasured>('webernetes', { args: ['100', '3'] });
figure('webernetes 0.3.5: Pods Ready, of 100 on 3 nodes', other.readyPods, 'Pods');
figure('webernetes 0.3.5: 100 Pods on 3 nodes, CPU', other.cpuSeconds, 's');
