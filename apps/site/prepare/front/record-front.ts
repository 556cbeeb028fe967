import { setImmediate } from 'node:timers/promises';
import type { ClusterPicture } from '@podlab/lab-ui/model';
import { recordRun } from '@podlab/lab-ui/recorder';

/** The two pictures of the front page: what became of a Pod whose process ended, and of one that was deleted. */
export interface FrontPictures {
  readonly restarted: ClusterPicture;
  readonly replaced: ClusterPicture;
}

const yaml = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 6
      containers:
        - name: app
          image: busybox:1.37
          command: [sh, -c, "trap 'exit 0' TERM; while true; do sleep 1; done"]
`;

/** Really run: the same run every time. */
export async function recordFront({ signal }: { readonly signal: AbortSignal }): Promise<FrontPictures> {
  const { frames, commands } = await recordRun(
    {
      yaml,
      commands: [
        { at: 10, run: 'kubectl exec $1 -- kill 1' },
        { at: 20, run: 'kubectl delete pod $2' },
      ],
      seconds: 40,
    },
    { signal, yieldToHost: () => setImmediate() },
  );
  const deletedMs = commands.at(-1)?.atMs ?? Number.POSITIVE_INFINITY;
  const restarted = frames.filter(({ atMs }) => atMs < deletedMs).at(-1);
  const replaced = frames.at(-1);
  if (restarted === undefined || replaced === undefined) throw new Error('the run for the front page has no pictures');
  return { restarted, replaced };
}
