import { expect, it } from 'vitest';
import { revisionHash } from './revision-hash.ts';

const template = {
  metadata: { labels: { app: 'db' } },
  spec: {
    terminationGracePeriodSeconds: 2,
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    securityContext: {},
    containers: [
      {
        name: 'app',
        image: 'busybox:1.37',
        imagePullPolicy: 'IfNotPresent',
        command: ['sh', '-c', 'trap "exit 0" TERM; while true; do sleep 1; done'],
        readinessProbe: {
          exec: { command: ['true'] },
          initialDelaySeconds: 2,
          periodSeconds: 1,
          timeoutSeconds: 1,
          successThreshold: 1,
          failureThreshold: 3,
        },
        resources: {},
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
      },
    ],
  },
};

// The hash that the recording of a StatefulSet on a real cluster has.
it('is that of a real cluster', () => {
  expect(revisionHash(template)).toBe('5f6cbc597');
});

it('is another one when the name was taken', () => {
  expect(revisionHash(template, 1)).not.toBe(revisionHash(template));
});
