import { isMap } from '@podlab/apimachinery';
import { expect, test } from 'vitest';
import { createTestServer } from '../../testing/test-server.ts';

const containers = [
  {
    name: 'a',
    image: 'busybox:1.37',
    ports: [{ containerPort: 80, hostPort: 80 }],
    env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
    envFrom: [{ configMapRef: { name: 'c' } }],
    volumeMounts: [{ name: 'v', mountPath: '/v' }],
    resources: { limits: { cpu: '1' }, requests: { cpu: '1' } },
    livenessProbe: { httpGet: { port: 80, httpHeaders: [{ name: 'a', value: 'b' }] } },
    lifecycle: { preStop: { exec: { command: ['ls'] } } },
    securityContext: { capabilities: { add: ['A'] }, seccompProfile: { type: 'Unconfined' } },
  },
];
const selector = { matchLabels: { a: 'b' }, matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] };
const podTerm = { topologyKey: 'z', labelSelector: selector };
const nodeTerm = { matchExpressions: [{ key: 'a', operator: 'Gt', values: ['1'] }] };
const podSpec = {
  containers,
  initContainers: [{ name: 'i', image: 'busybox:1.37' }],
  volumes: [
    { name: 'v', configMap: { name: 'c', items: [{ key: 'a', path: 'b' }] } },
    { name: 'p', projected: { sources: [{ secret: { name: 's' } }, { serviceAccountToken: { path: 't' } }] } },
  ],
  affinity: {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [nodeTerm] } },
    podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: podTerm }] },
  },
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'z', whenUnsatisfiable: 'ScheduleAnyway' }],
  tolerations: [{ key: 'a', operator: 'Exists' }],
  dnsConfig: { nameservers: ['1.1.1.1'], options: [{ name: 'a' }] },
  hostAliases: [{ ip: '1.1.1.1', hostnames: ['a'] }],
  imagePullSecrets: [{ name: 'a' }],
  securityContext: { sysctls: [{ name: 'a', value: 'b' }] },
};
const template = { metadata: { labels: { a: 'b' } }, spec: podSpec };
const job = { template: { ...template, spec: { ...podSpec, restartPolicy: 'Never' } } };
const rules = [{ action: 'Ignore', onExitCodes: { operator: 'In', values: [1] } }];
const path = { path: '/', pathType: 'Prefix', backend: { service: { name: 's', port: { number: 80 } } } };
const metric = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } };
const peers = { from: [{ podSelector: selector }, { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }] };
const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'r' };
const claim = { accessModes: ['ReadWriteOnce'], selector, resources: { requests: { storage: '1Gi' } } };

/** A manifest of each kind that learners write. */
const manifests: Readonly<Record<string, Record<string, unknown>>> = {
  '/api/v1/namespaces/default/pods': { spec: podSpec },
  '/apis/apps/v1/namespaces/default/deployments': { spec: { selector, template, strategy: { rollingUpdate: {} } } },
  '/apis/apps/v1/namespaces/default/statefulsets': {
    spec: { selector, template, serviceName: 's', volumeClaimTemplates: [{ metadata: { name: 'd' }, spec: claim }] },
  },
  '/apis/apps/v1/namespaces/default/daemonsets': { spec: { selector, template } },
  '/apis/batch/v1/namespaces/default/jobs': { spec: { ...job, podFailurePolicy: { rules } } },
  '/apis/batch/v1/namespaces/default/cronjobs': { spec: { schedule: '* * * * *', jobTemplate: { spec: job } } },
  '/api/v1/namespaces/default/services': { spec: { selector: { a: 'b' }, ports: [{ port: 80, targetPort: 'a' }] } },
  '/api/v1/namespaces/default/configmaps': { data: { a: 'b' }, binaryData: { c: 'eA==' } },
  '/api/v1/namespaces/default/secrets': { data: { a: 'eA==' }, stringData: { b: 'c' } },
  '/api/v1/namespaces/default/persistentvolumeclaims': { spec: claim },
  '/api/v1/namespaces/default/resourcequotas': { spec: { hard: { pods: '1' }, scopes: ['BestEffort'] } },
  '/api/v1/namespaces/default/limitranges': { spec: { limits: [{ type: 'Container', max: { cpu: '1' } }] } },
  '/apis/policy/v1/namespaces/default/poddisruptionbudgets': { spec: { minAvailable: 1, selector } },
  '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers': {
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'w' },
      maxReplicas: 2,
      metrics: [metric],
    },
  },
  '/apis/networking.k8s.io/v1/namespaces/default/networkpolicies': {
    spec: { podSelector: selector, ingress: [{ ...peers, ports: [{ port: 80 }] }], policyTypes: ['Ingress'] },
  },
  '/apis/networking.k8s.io/v1/namespaces/default/ingresses': {
    spec: { rules: [{ host: 'a', http: { paths: [path] } }], tls: [{ hosts: ['a'], secretName: 's' }] },
  },
  '/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings': {
    roleRef,
    subjects: [{ kind: 'User', name: 'a' }],
  },
};

/** What may stand where something else should. */
const strangers = [undefined, {}, [{}], '', -1] as const;

/** The manifest with each of its fields, one after the other, as something else. */
function* spoilt(value: unknown, rebuild: (value: unknown) => unknown): Generator {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    const withPart = (changed: unknown) =>
      rebuild(Array.isArray(value) ? value.with(Number(key), changed) : { ...value, [key]: changed });
    for (const stranger of strangers) yield withPart(stranger);
    yield* spoilt(part, withPart);
  }
}

test.each(Object.entries(manifests))('nothing in a manifest can break the API server: %s', (url, manifest) => {
  const { send } = createTestServer();
  const whole = { metadata: { name: 'x', labels: { a: 'b' } }, ...manifest };
  expect(send('POST', `${url}?dryRun=All`, { body: whole }).json.message).toBe(undefined);
  const stored: unknown = send('POST', url, { body: whole }).json;
  const { managedFields: _fields, ...metadata } = isMap(stored) && isMap(stored['metadata']) ? stored['metadata'] : {};
  const broken = (method: string, path: string, body: unknown) => {
    const { status, json } = send(method, path, { body });
    return status >= 500 && !String(json.message).startsWith('unsupported role')
      ? [{ message: json.message, body }]
      : [];
  };
  expect([
    ...[...spoilt(whole, (body) => body)].flatMap((body) => broken('POST', `${url}?dryRun=All`, body)),
    ...[...spoilt({ ...whole, metadata }, (body) => body)].flatMap((body) =>
      broken('PUT', `${url}/x?dryRun=All`, body),
    ),
  ]).toEqual([]);
});
