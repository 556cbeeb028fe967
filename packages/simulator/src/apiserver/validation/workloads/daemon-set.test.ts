import { fieldErrorText } from '@podlab/apimachinery';
import type { DaemonSet } from 'kubernetes-types/apps/v1';
import { expect, it } from 'vitest';
import { validateDaemonSet } from './daemon-set.ts';

const path = 'spec.updateStrategy.rollingUpdate';

// The wording is that of a v1.36.3 cluster.
it.each([
  ['one Pod at a time', { maxUnavailable: 1, maxSurge: 0 }, []],
  ['a share', { maxUnavailable: '50%' }, []],
  [
    'both',
    { maxUnavailable: 1, maxSurge: '10%' },
    [`${path}.maxSurge: Invalid value: "10%": may not be set when maxUnavailable is non-zero`],
  ],
  [
    'neither',
    { maxUnavailable: 0, maxSurge: '0%' },
    [`${path}.maxUnavailable: Required value: cannot be 0 when maxSurge is 0`],
  ],
  [
    'what is no number, which counts as 0',
    { maxUnavailable: 'x', maxSurge: 0 },
    [
      `${path}.maxUnavailable: Invalid value: "x": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')`,
      `${path}.maxUnavailable: Required value: cannot be 0 when maxSurge is 0`,
    ],
  ],
])('a DaemonSet that may go without %s', (_, rollingUpdate, faults) => {
  const labels = { app: 'x' };
  const template = {
    metadata: { labels },
    spec: {
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 1,
      dnsPolicy: 'ClusterFirst',
      containers: [{ name: 'c', image: 'i', imagePullPolicy: 'Always', terminationMessagePolicy: 'File' }],
    },
  };
  const spec = {
    selector: { matchLabels: labels },
    template,
    updateStrategy: { type: 'RollingUpdate', rollingUpdate },
  };
  const object = { spec } as unknown as DaemonSet;
  expect(validateDaemonSet(object).map(fieldErrorText)).toEqual(faults);
});
