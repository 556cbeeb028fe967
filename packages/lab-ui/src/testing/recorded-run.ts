import { recordRun } from '../recording/record-run.ts';
import type { Recording, RunScript } from '../recording/recording.ts';

/** Three Pods of a Deployment behind a Service: one restarts, another is deleted and replaced. */
export const restartedAndReplaced: RunScript = {
  yaml: `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 5
      containers:
      - name: app
        image: busybox:1.37
        command: [sh, -c, "trap 'exit 1' TERM; while true; do sleep 1; done"]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
`,
  commands: [
    { at: 6, run: 'kubectl exec $1 -- kill 1' },
    { at: 14, run: 'kubectl delete pod $2' },
  ],
  seconds: 30,
};

/** One Pod for each way to fail, to end or to wait. */
export const everyState: RunScript = {
  yaml: `apiVersion: v1
kind: Pod
metadata: {name: crasher}
spec: {containers: [{name: app, image: 'busybox:1.37', command: [sh, -c, 'sleep 3; exit 1']}]}
---
apiVersion: v1
kind: Pod
metadata: {name: oneshot}
spec: {restartPolicy: Never, containers: [{name: app, image: 'busybox:1.37', command: [sh, -c, 'sleep 2']}]}
---
apiVersion: v1
kind: Pod
metadata: {name: failing}
spec: {restartPolicy: Never, containers: [{name: app, image: 'busybox:1.37', command: [sh, -c, 'sleep 2; exit 3']}]}
---
apiVersion: v1
kind: Pod
metadata: {name: big}
spec: {containers: [{name: app, image: 'busybox:1.37', command: [sleep, '1000'], resources: {requests: {cpu: '400'}}}]}
---
apiVersion: v1
kind: Pod
metadata: {name: typo}
spec: {containers: [{name: app, image: 'nginx:no-such-tag'}]}
---
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  initContainers:
  - {name: setup, image: 'busybox:1.37', command: [sleep, '4']}
  - {name: log, restartPolicy: Always, image: 'busybox:1.37', command: [sleep, '1000']}
  containers:
  - {name: app, image: 'busybox:1.37', command: [sleep, '1000'], readinessProbe: {exec: {command: ['false']}}}
  - {name: web, image: 'busybox:1.37', command: [sleep, '1000']}
`,
  seconds: 30,
};

export function recordForTest(script: RunScript): Promise<Recording> {
  return recordRun(script, {
    signal: new AbortController().signal,
    yieldToHost: () => new Promise((done) => setImmediate(done)),
  });
}
