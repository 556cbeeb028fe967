import { describe, expect, it } from 'vitest';
import { fromAutoscalingV1, toAutoscalingV1 } from './autoscaling-v1.ts';

const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
const base = { scaleTargetRef: target, minReplicas: 1, maxReplicas: 5 };
const cpu = (averageUtilization: number) => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } },
});
const memory = {
  type: 'Resource',
  resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '8Mi' } },
};
const alpha = 'autoscaling.alpha.kubernetes.io/';
const v2 = (spec: object, metadata: object = {}) => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web', ...metadata },
  spec: { ...base, ...spec },
});
const v1 = (spec: object, metadata: object = {}) => ({ ...v2(spec, metadata), apiVersion: 'autoscaling/v1' });

describe.each([
  ['a target for cpu', v2({ metrics: [cpu(50)] }), v1({ targetCPUUtilizationPercentage: 50 })],
  [
    'other metrics',
    v2({ metrics: [memory, cpu(50)] }),
    v1(
      { targetCPUUtilizationPercentage: 50 },
      {
        annotations: {
          [`${alpha}metrics`]: '[{"type":"Resource","resource":{"name":"memory","targetAverageValue":"8Mi"}}]',
        },
      },
    ),
  ],
  [
    'behaviour',
    v2({ metrics: [cpu(50)], behavior: { scaleDown: { selectPolicy: 'Disabled' } } }, { annotations: { own: 'x' } }),
    v1(
      { targetCPUUtilizationPercentage: 50 },
      { annotations: { own: 'x', [`${alpha}behavior`]: '{"scaleDown":{"selectPolicy":"Disabled"}}' } },
    ),
  ],
] as const)('an autoscaler with %s', (_about, second, first) => {
  it('is shown in version 1', () => expect(toAutoscalingV1(second)).toEqual(first));
  it('is read from version 1', () => expect(fromAutoscalingV1(first)).toEqual(second));
});

it('shows what it found in version 1', () => {
  const currentMetrics = [
    { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 48, averageValue: '4m' } } },
  ];
  const conditions = [
    { message: 'm', reason: 'R', status: 'True', type: 'AbleToScale', lastTransitionTime: '2026-01-01T00:00:00Z' },
  ];
  const status = { currentReplicas: 2, desiredReplicas: 3, currentMetrics, conditions };
  const shown = toAutoscalingV1({ ...v2({ metrics: [cpu(50)] }), status });
  expect(shown['status']).toEqual({ currentReplicas: 2, desiredReplicas: 3, currentCPUUtilizationPercentage: 48 });
  expect(shown.metadata?.annotations).toEqual({
    [`${alpha}conditions`]:
      '[{"type":"AbleToScale","status":"True","lastTransitionTime":"2026-01-01T00:00:00Z","reason":"R","message":"m"}]',
    [`${alpha}current-metrics`]:
      '[{"type":"Resource","resource":{"name":"cpu","currentAverageUtilization":48,"currentAverageValue":"4m"}}]',
  });
  expect(fromAutoscalingV1(shown)).toEqual(v2({ metrics: [cpu(50)] }));
});
