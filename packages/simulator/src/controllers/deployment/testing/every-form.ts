import type { PodTemplateSpec } from 'kubernetes-types/core/v1';

/** A template in which fields of every form are set, as the API server would keep it. */
export const everyForm: PodTemplateSpec = {
  metadata: { labels: { b: '2', a: '1' }, annotations: { 'x/y': 'z' } },
  spec: {
    volumes: [
      { name: 'v', emptyDir: {} },
      { name: 'w', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } },
      { name: 'c', configMap: { name: 'c', items: [{ key: 'k', path: 'p', mode: 256 }], defaultMode: 420 } },
      {
        name: 'p',
        projected: {
          sources: [
            { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
            {
              downwardAPI: {
                items: [
                  { path: 'cpu', resourceFieldRef: { containerName: 'app', resource: 'limits.cpu', divisor: '0' } },
                ],
              },
            },
          ],
          defaultMode: 420,
        },
      },
      { name: 'pvc', persistentVolumeClaim: { claimName: 'data' } },
      { name: 'h', hostPath: { path: '/x', type: '' } },
    ],
    initContainers: [
      {
        name: 'i',
        image: 'busybox:1.37',
        restartPolicy: 'Always',
        resources: {},
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
        imagePullPolicy: 'IfNotPresent',
      },
    ],
    containers: [
      {
        name: 'app',
        image: 'nginx',
        ports: [{ name: 'http', containerPort: 80, protocol: 'TCP' }],
        envFrom: [{ prefix: 'P_', configMapRef: { name: 'c', optional: true } }],
        env: [
          { name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
          { name: 'N', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
        ],
        resources: {
          limits: { cpu: '1', memory: '128Mi', 'ephemeral-storage': '1536Mi' },
          requests: { cpu: '100m', memory: '100Ti', 'ephemeral-storage': '2k' },
        },
        volumeMounts: [{ name: 'v', mountPath: '/v', subPath: 's', readOnly: true }],
        livenessProbe: {
          httpGet: { path: '/', port: 'http', scheme: 'HTTP', httpHeaders: [{ name: 'H', value: 'v' }] },
          timeoutSeconds: 1,
          periodSeconds: 10,
          successThreshold: 1,
          failureThreshold: 3,
        },
        readinessProbe: {
          tcpSocket: { port: 80 },
          timeoutSeconds: 1,
          periodSeconds: 10,
          successThreshold: 1,
          failureThreshold: 3,
        },
        startupProbe: {
          grpc: { port: 9, service: '' },
          timeoutSeconds: 1,
          periodSeconds: 10,
          successThreshold: 1,
          failureThreshold: 3,
        },
        lifecycle: { preStop: { sleep: { seconds: 5 } }, postStart: { exec: { command: ['true'] } } },
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
        imagePullPolicy: 'Always',
        securityContext: {
          capabilities: { drop: ['ALL'] },
          privileged: false,
          runAsUser: 0,
          readOnlyRootFilesystem: true,
          seccompProfile: { type: 'RuntimeDefault' },
        },
        stdin: true,
        tty: true,
      },
    ],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 0,
    activeDeadlineSeconds: 3,
    dnsPolicy: 'ClusterFirst',
    nodeSelector: { disk: 'ssd' },
    serviceAccountName: 'sa',
    serviceAccount: 'sa',
    automountServiceAccountToken: false,
    shareProcessNamespace: true,
    securityContext: { runAsUser: 1000, supplementalGroups: [1, 2], fsGroup: 5 },
    hostname: 'h',
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'k', operator: 'In', values: ['a', 'b'] }] }],
        },
      },
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 1, podAffinityTerm: { labelSelector: { matchLabels: { app: 'x' } }, topologyKey: 'zone' } },
        ],
      },
    },
    schedulerName: 'default-scheduler',
    tolerations: [{ key: 'k', operator: 'Equal', value: 'v', effect: 'NoExecute', tolerationSeconds: 8 }],
    hostAliases: [{ ip: '1.2.3.4', hostnames: ['a'] }],
    priorityClassName: 'high',
    dnsConfig: { options: [{ name: 'ndots', value: '2' }] },
    readinessGates: [{ conditionType: 'x/y' }],
    enableServiceLinks: false,
    overhead: { cpu: '250m' },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'zone',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: { matchLabels: { app: 'x' } },
      },
    ],
    os: { name: 'linux' },
  },
};
