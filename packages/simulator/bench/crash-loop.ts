import type { CrashLoopMeasured } from './parts/crash-loop.ts';
import { figure, runPart } from './parts/run-part.ts';

const measure = (pods: number, nodes: number) =>
  runPart<CrashLoopMeasured>('crash-loop', {
    args: [String(pods), String(nodes)],
    runs: 2,
    pick: ({ wallSeconds }) => wallSeconds,
  });

const one = await measure(1, 1);
figure('simulator: a CrashLoopBackOff of 5 minutes, fast-forwarded', one.wallSeconds, 's', 1);
figure('simulator: restarts in that', one.restarts, 'restarts');
const hundred = await measure(100, 3);
figure('simulator: the same of 100 Pods on 3 nodes', hundred.wallSeconds, 's', 1);
figure('simulator: restarts in that', hundred.restarts, 'restarts');
