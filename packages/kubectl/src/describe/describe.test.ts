import { describe, expect, it } from 'vitest';
import { createFakeCluster } from '../testing/fake-cluster.ts';

const time = '2025-12-31T23:59:00Z';
const template = {
  metadata: { labels: { app: 'web' } },
  spec: {
    containers: [
      { name: 'app', image: 'busybox:1.37', command: ['sleep', '3600'], env: [{ name: 'COLOR', value: 'red' }] },
    ],
  },
};

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'web',
    namespace: 'lab',
    labels: { app: 'web', tier: 'front' },
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', uid: 'u', controller: true }],
  },
  spec: {
    nodeName: 'n1',
    priority: 0,
    serviceAccountName: 'default',
    containers: [
      {
        name: 'app',
        image: 'busybox:1.37',
        command: ['sh', '-c', 'sleep 3600'],
        ports: [{ containerPort: 8080, protocol: 'TCP' }],
        resources: { limits: { memory: '32Mi' } },
        livenessProbe: {
          exec: { command: ['cat', '/tmp/ok'] },
          initialDelaySeconds: 2,
          periodSeconds: 3,
          failureThreshold: 2,
        },
        env: [{ name: 'MEM', valueFrom: { resourceFieldRef: { resource: 'limits.memory' } } }],
        volumeMounts: [{ name: 'data', mountPath: '/data' }],
      },
    ],
    volumes: [{ name: 'data', emptyDir: {} }],
    tolerations: [
      { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
    ],
  },
  status: {
    phase: 'Running',
    qosClass: 'Burstable',
    hostIP: '172.18.0.3',
    podIP: '10.244.0.10',
    podIPs: [{ ip: '10.244.0.10' }],
    startTime: time,
    conditions: [{ type: 'Ready', status: 'True' }],
    containerStatuses: [
      {
        name: 'app',
        image: 'busybox:1.37',
        imageID: 'sha256:b8',
        containerID: 'containerd://e6',
        ready: true,
        restartCount: 1,
        state: { running: { startedAt: time } },
        lastState: { terminated: { exitCode: 137, reason: 'Error', startedAt: time, finishedAt: time } },
      },
    ],
  },
};

const event = {
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'e', namespace: 'lab' },
  involvedObject: { kind: 'Pod', name: 'web', namespace: 'lab', fieldPath: 'spec.containers{app}' },
  type: 'Normal',
  reason: 'Started',
  message: 'Container started',
  count: 2,
  firstTimestamp: time,
  lastTimestamp: '2025-12-31T23:59:50Z',
  source: { component: 'kubelet' },
};

const described = `Name:             web
Namespace:        lab
Priority:         0
Service Account:  default
Node:             n1/172.18.0.3
Start Time:       Wed, 31 Dec 2025 23:59:00 +0000
Labels:           app=web
                  tier=front
Annotations:      <none>
Status:           Running
IP:               10.244.0.10
IPs:
  IP:           10.244.0.10
Controlled By:  ReplicaSet/web-1
Containers:
  app:
    Container ID:  containerd://e6
    Image:         busybox:1.37
    Image ID:      sha256:b8
    Port:          8080/TCP
    Host Port:     0/TCP
    Command:
      sh
      -c
      sleep 3600
    State:          Running
      Started:      Wed, 31 Dec 2025 23:59:00 +0000
    Last State:     Terminated
      Reason:       Error
      Exit Code:    137
      Started:      Wed, 31 Dec 2025 23:59:00 +0000
      Finished:     Wed, 31 Dec 2025 23:59:00 +0000
    Ready:          True
    Restart Count:  1
    Limits:
      memory:  32Mi
    Liveness:  exec [cat /tmp/ok] delay=2s timeout=1s period=3s #success=1 #failure=2
    Environment:
      MEM:  33554432 (limits.memory)
    Mounts:
      /data from data (rw)
Conditions:
  Type    Status
  Ready   True 
Volumes:
  data:
    Type:        EmptyDir (a temporary directory that shares a pod's lifetime)
    Medium:      
    SizeLimit:   <unset>
QoS Class:       Burstable
Node-Selectors:  <none>
Tolerations:     node.kubernetes.io/not-ready:NoExecute op=Exists for 300s
`;

const replicaSet = (name: string, revision: number, color: string, created: string) => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: {
    name,
    namespace: 'lab',
    creationTimestamp: created,
    annotations: { 'deployment.kubernetes.io/revision': String(revision) },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'uid-web', controller: true }],
  },
  spec: { replicas: 0, template: withColor(color, { 'pod-template-hash': name }) },
  status: { replicas: 0 },
});

const withColor = (color: string, labels: object = {}) => ({
  metadata: { labels: { ...template.metadata.labels, ...labels } },
  spec: {
    containers: template.spec.containers.map((container) => ({ ...container, env: [{ name: 'COLOR', value: color }] })),
  },
});

function clusterWithHistory() {
  const cluster = createFakeCluster();
  cluster.put({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'lab' },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      strategy: { type: 'Recreate' },
      template: withColor('red'),
    },
    status: { replicas: 2, updatedReplicas: 2, unavailableReplicas: 2 },
  });
  cluster.put(replicaSet('web-a', 3, 'red', '2025-12-31T00:00:03Z'));
  cluster.put(replicaSet('web-b', 2, 'blue', '2025-12-31T00:00:01Z'));
  cluster.put(replicaSet('web-c', 1, 'green', '2025-12-31T00:00:02Z'));
  return cluster;
}

describe('descriptions', () => {
  it('says of a Pod what stock kubectl says', async () => {
    const cluster = createFakeCluster();
    cluster.put(pod);
    cluster.put(event);
    const { stdout } = await cluster.run('describe', 'pod', 'web');
    expect(stdout).toBe(
      `${described}Events:\n  Type    Reason   Age                From     Message\n  ----    ------   ----               ----     -------\n` +
        '  Normal  Started  10s (x2 over 60s)  kubelet  spec.containers{app}: Container started\n',
    );
  });

  it('finds the events of a static Pod by the UID that its node knows', async () => {
    const cluster = createFakeCluster();
    const annotations = { 'kubernetes.io/config.mirror': 'static' };
    cluster.put({ ...pod, metadata: { ...pod.metadata, annotations } });
    const asked: string[] = [];
    cluster.answers.push(({ path }) => {
      asked.push(path);
      return undefined;
    });
    await cluster.run('describe', 'pod', 'web');
    expect(asked.find((path) => path.includes('/events?'))).toContain('involvedObject.uid=static');
  });

  it('leaves events out of several objects, and takes the beginning of a name', async () => {
    const cluster = createFakeCluster();
    cluster.put({ ...pod, metadata: { ...pod.metadata, name: 'web-1' } });
    cluster.put({ ...pod, metadata: { ...pod.metadata, name: 'web-2' } });
    const { stdout } = await cluster.run('describe', 'pod', 'web');
    expect(stdout).toContain('\n\nName:             web-2\n');
    expect(stdout).not.toContain('Events:');
    expect((await cluster.run('describe', 'pod', 'other')).stderr).toBe(
      'Error from server (NotFound): pods "other" not found\n',
    );
  });

  it("tells a Deployment's ReplicaSets apart by their template, the first created first", async () => {
    const { stdout } = await clusterWithHistory().run('describe', 'deploy', 'web');
    expect(stdout).toContain('Replicas:           2 desired | 2 updated | 2 total | 0 available | 2 unavailable\n');
    expect(stdout).toContain(
      'OldReplicaSets:    web-b (0/0 replicas created), web-c (0/0 replicas created)\nNewReplicaSet:     web-a (0/0 replicas created)\n',
    );
  });

  it('tells all fields of a kind that it has no words for', async () => {
    const cluster = createFakeCluster();
    cluster.put({
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata: { name: 'x', namespace: 'lab' },
      data: { podIP: null, list: [1, 'two'] },
      revision: 2,
    });
    expect((await cluster.run('describe', 'controllerrevisions', 'x')).stdout).toContain(
      'API Version:  apps/v1\nData:\n  List:\n    1\n    two\n  Pod IP:  <nil>\nKind:      ControllerRevision\n',
    );
  });
});

describe('rollout history and undo', () => {
  it('lists revisions in order', async () => {
    expect((await clusterWithHistory().run('rollout', 'history', 'deploy/web')).stdout).toBe(
      'deployment.apps/web \nREVISION  CHANGE-CAUSE\n1         <none>\n2         <none>\n3         <none>\n\n',
    );
    expect((await clusterWithHistory().run('rollout', 'history', 'deploy/web', '--revision=2')).stdout).toContain(
      'COLOR:\tblue\n',
    );
  });

  it.each<[string[], string, string | undefined]>([
    [[], 'deployment.apps/web rolled back\n', 'blue'],
    [['--to-revision=1'], 'deployment.apps/web rolled back\n', 'green'],
    [
      ['--to-revision=3'],
      'deployment.apps/web skipped rollback (current template already matches revision 3)\n',
      undefined,
    ],
  ])('goes back with %j', async (flags, stdout, color) => {
    const cluster = clusterWithHistory();
    expect((await cluster.run('rollout', 'undo', 'deploy/web', ...flags)).stdout).toBe(stdout);
    const bodies = cluster.seen.map(({ body }) => body);
    expect(bodies).toEqual(
      color === undefined ? [] : [[{ op: 'replace', path: '/spec/template', value: withColor(color) }]],
    );
  });
});

describe('set', () => {
  it('puts new variables last and takes old ones away', async () => {
    const cluster = clusterWithHistory();
    expect((await cluster.run('set', 'env', 'deploy/web', 'SIZE=1', 'COLOR-')).stdout).toBe(
      'deployment.apps/web env updated\n',
    );
    expect(cluster.seen[0]?.body).toEqual({
      spec: {
        template: {
          spec: {
            '$setElementOrder/containers': [{ name: 'app' }],
            containers: [
              {
                name: 'app',
                '$setElementOrder/env': [{ name: 'SIZE' }],
                env: [
                  { name: 'SIZE', value: '1' },
                  { $patch: 'delete', name: 'COLOR' },
                ],
              },
            ],
          },
        },
      },
    });
  });

  it('knows the containers of an image', async () => {
    const cluster = clusterWithHistory();
    expect((await cluster.run('set', 'image', 'deploy/web', 'nope=x')).stderr).toBe(
      'error: unable to find container named "nope"\n',
    );
    await cluster.run('set', 'image', 'deploy/web', 'app=busybox:2');
    expect(cluster.seen).toMatchObject([
      { body: { spec: { template: { spec: { containers: [{ name: 'app', image: 'busybox:2' }] } } } } },
    ]);
  });
});
