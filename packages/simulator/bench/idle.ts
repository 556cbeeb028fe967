import type { IdleMeasured } from './parts/idle.ts';
import { figure, runPart } from './parts/run-part.ts';

const { coreFraction, callsPerSecond } = await runPart<IdleMeasured>('idle', {
  args: ['100', '3', '30'],
  runs: 2,
  pick: (measured) => measured.coreFraction,
});
figure('simulator: 100 idle Pods with probes, share of a core', coreFraction * 100, '%', 1);
figure('simulator: timed calls per second of that', callsPerSecond, '/s');
