import type { Random } from '@podlab/apimachinery';

/** A web application with a readiness probe that looks for a file and a liveness probe that fails with another. */
export function deployment(name: string, random: Random): object {
  const script = [
    'trap "echo bye; exit 0" TERM',
    'touch /tmp/ready',
    'echo $(hostname) begins',
    'while true; do echo $((count += 1)); sleep 7; done',
  ].join('; ');
  return {
    metadata: { name },
    spec: {
      replicas: 1 + random.below(3),
      minReadySeconds: random.below(4),
      progressDeadlineSeconds: 60,
      strategy:
        random.below(4) === 0 ? { type: 'Recreate' } : { rollingUpdate: { maxSurge: 1, maxUnavailable: '25%' } },
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          terminationGracePeriodSeconds: 5,
          topologySpreadConstraints: [spread(name)],
          containers: [
            {
              name: 'app',
              image: 'busybox:1.37',
              command: ['sh', '-c', script],
              resources: { requests: { cpu: '50m', memory: '16Mi' } },
              readinessProbe: { exec: { command: ['cat', '/tmp/ready'] }, periodSeconds: 6 },
              livenessProbe: { exec: { command: ['sh', '-c', '! test -e /tmp/broken'] }, periodSeconds: 9 },
            },
          ],
        },
      },
    },
  };
}

function spread(app: string): object {
  const labelSelector = { matchLabels: { app } };
  return { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', labelSelector };
}

/** A Pod with an init container, a sidecar, hooks and volumes, that ends in one of several ways. */
export function manyContainers(name: string, random: Random): object {
  const ends = ['sleep 1000', 'exit 3', 'sleep 2; exit 1', 'echo done > /dev/termination-log', 'nosuchprogram'];
  const image = 'busybox:1.37';
  return {
    metadata: { name, labels: { app: `web-${random.below(5)}`, bare: '' } },
    spec: {
      restartPolicy: ['Always', 'OnFailure', 'Never'][random.below(3)],
      terminationGracePeriodSeconds: 1 + random.below(4),
      ...(random.below(5) === 0 && { activeDeadlineSeconds: 20 }),
      ...(random.below(8) === 0 && { nodeSelector: { disk: 'ssd' } }),
      initContainers: [
        {
          name: 'init',
          image,
          command: ['sh', '-c', `sleep ${random.below(3)}; exit ${Number(random.below(6) === 0)}`],
        },
        { name: 'sidecar', image, restartPolicy: 'Always', command: ['sh', '-c', 'while sleep 5; do date; done'] },
      ],
      containers: [
        {
          name: 'app',
          image,
          command: ['sh', '-c', ends[random.below(ends.length)]],
          lifecycle: { preStop: { exec: { command: ['sh', '-c', 'echo stopping; sleep 1'] } } },
          env: [
            { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
            { name: 'COLOUR', valueFrom: { configMapKeyRef: { name: 'settings-0', key: 'colour', optional: true } } },
          ],
          volumeMounts: [{ name: 'settings', mountPath: '/settings' }],
        },
        { name: 'other', image: 'nginx:1.29' },
      ],
      volumes: [{ name: 'settings', configMap: { name: `settings-${random.below(4)}`, optional: true } }],
    },
  };
}

export function configMap(name: string, random: Random): object {
  const colour = ['red', 'grün', '藍', 'emoji 🫛'][random.below(4)];
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { colour, size: String(random.below(100)) } };
}

export function service(app: string): object {
  return { metadata: { name: app }, spec: { selector: { app }, ports: [{ port: 80, targetPort: 8080 }] } };
}

export function disruptionBudget(app: string): object {
  return { metadata: { name: app }, spec: { minAvailable: 1, selector: { matchLabels: { app } } } };
}

export function job(name: string, random: Random): object {
  const command = ['sh', '-c', `sleep ${random.below(5)}; exit ${random.below(2)}`];
  const spec = { restartPolicy: 'Never', containers: [{ name: 'work', image: 'busybox:1.37', command }] };
  return { metadata: { name }, spec: { completions: 3, parallelism: 2, backoffLimit: 2, template: { spec } } };
}

/** A label selector for a query. */
export function labelled(random: Random): string {
  const selectors = ['app', '!app', `app=web-${random.below(5)}`, 'app in (web-1,web-2),touched'];
  return encodeURIComponent(selectors[random.below(selectors.length)] ?? '');
}
