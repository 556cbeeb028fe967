import type { KubeObject } from '@podlab/apimachinery';
import { type Command, sharedFlags } from '../cli/command.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { collect } from '../resources/collect.ts';
import { findType } from '../resources/targets.ts';
import { newObjectFlags } from './create-named.ts';
import { writeNew } from './write-new.ts';

/** `kubectl autoscale`. */
export const autoscale: Command = {
  name: 'autoscale',
  flags: [
    sharedFlags.filename,
    sharedFlags.recursive,
    ...newObjectFlags,
    { name: 'min', type: 'int' },
    { name: 'max', type: 'int' },
    { name: 'cpu', type: 'string' },
    { name: 'memory', type: 'string' },
    { name: 'cpu-percent', type: 'int' },
    { name: 'name', type: 'string' },
  ],
  run: async (invocation) => {
    const { flags, err } = invocation;
    if (flags.has('cpu-percent'))
      err(
        "Flag --cpu-percent has been deprecated, Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).\n",
      );
    const max = flags.int('max') ?? -1;
    const min = flags.int('min') ?? -1;
    if (!flags.has('max')) throw usageError('required flag(s) "max" not set');
    if (max < 1) throw usageError('--max=MAXPODS is required and must be at least 1, max: ' + String(max));
    if (max < min) throw usageError(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`);
    const { found, faults } = await collect(invocation);
    for (const { resource, object } of found) {
      if (!resource.subresources.includes('scale'))
        throw usageError(
          `cannot autoscale a ${resource.kind}${resource.group === '' ? '' : `.${resource.group}`}: could not find scale subresource for ${resource.group}/${resource.version}, Resource=${resource.resource} in discovery information`,
        );
      const metrics = metricsOf(flags.string('cpu') ?? percentOf(flags.int('cpu-percent')), flags.string('memory'));
      const autoscaler: KubeObject = {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name: flags.string('name') ?? object.metadata.name },
        spec: {
          maxReplicas: max,
          ...(metrics.length > 0 ? { metrics } : {}),
          ...(min > 0 ? { minReplicas: min } : {}),
          scaleTargetRef: { apiVersion: object.apiVersion, kind: object.kind, name: object.metadata.name },
        },
        status: { currentMetrics: null, desiredReplicas: 0 },
      };
      await writeNew(
        {
          resource: await findType('horizontalpodautoscalers', invocation),
          object: autoscaler,
          verb: 'autoscaled',
          fieldManager: 'kubectl-autoscale',
        },
        invocation,
      );
    }
    for (const fault of faults) invocation.complain(fault);
    return faults.length > 0 ? 1 : 0;
  },
};

function percentOf(percent: number | undefined): string | undefined {
  return percent === undefined || percent < 0 ? undefined : `${percent}%`;
}

function metricsOf(cpu: string | undefined, memory: string | undefined): object[] {
  const metric = (name: string, target: string) => ({
    type: 'Resource',
    resource: {
      name,
      target: target.endsWith('%')
        ? { averageUtilization: Number.parseInt(target, 10), type: 'Utilization' }
        : { averageValue: target, type: 'AverageValue' },
    },
  });
  return [
    ...(cpu === undefined ? [] : [metric('cpu', cpu)]),
    ...(memory === undefined ? [] : [metric('memory', memory)]),
  ];
}
