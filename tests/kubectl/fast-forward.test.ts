import { expect, it, vi } from 'vitest';
import type { Kubectl, RunningKubectl } from './client.ts';
import { pod } from './manifests.ts';
import { describeForEachClient } from './suite.ts';

describeForEachClient(
  'fast-forward',
  ({ kubectl, fastForward }) => {
    const apply = (manifest: string) => kubectl().ok('apply -f -', { stdin: manifest });

    it('passes a back-off of five minutes, shows every step of it to a watch, and nothing in the future', async () => {
      await apply(pod('crasher', 'echo failing; exit 3'));
      const table = kubectl().start('get pod crasher --watch');
      const objects = kubectl().start(['get', 'pod', 'crasher', '--watch', '-o', `jsonpath=${times}`]);
      const events = kubectl().start('events --watch');
      const shortest = () => Math.min(...[table, objects, events].map(({ stdout }) => stdout.length));
      await vi.waitFor(() => expect(shortest()).toBeGreaterThan(0), slowly);
      await fastForward(1_500);
      await vi.waitFor(() => expect(restartsSeen(table).at(-1)).toBeGreaterThanOrEqual(7), slowly);
      for (const watching of [table, objects, events]) await watching.stop();

      const seen = restartsSeen(table);
      expect([...new Set(seen)]).toEqual(range(seen[0] ?? 0, seen.at(-1) ?? 0));
      expect(table.stdout).toContain('CrashLoopBackOff');
      expect(events.stdout).toMatch(/Back-off restarting failed container/);
      expect(latest(objects.stdout)).toBeLessThanOrEqual(Date.now());

      const told = [
        table.stdout,
        events.stdout,
        await kubectl().ok('get pods'),
        await kubectl().ok('describe pod crasher'),
        await kubectl().ok('events'),
        await kubectl().ok('get events'),
      ];
      expect(told.filter((text) => text.includes('<invalid>'))).toEqual([]);
      expect(
        latest(await kubectl().ok(['get', 'pods', '-o', `jsonpath={.items[*]['metadata','status']}`])),
      ).toBeLessThanOrEqual(Date.now());
      expect(await kubectl().ok('get pods --no-headers')).toMatch(/ 2[5-9]m\n$/);
    });

    it('lets a rollout, a wait and a deletion that are under way go on', async () => {
      await kubectl().ok('apply -f -', { stdin: slowDeployment });
      const rollout = kubectl().start('rollout status deployment/slow --timeout=80s');
      const wait = kubectl().start('wait --for=condition=Available deployment/slow --timeout=80s');
      await vi.waitFor(() => expect(rollout.stdout).toContain('Waiting for deployment'), slowly);
      await fastForward(200);
      expect(await rollout.ended).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('successfully rolled out'),
      });
      expect(await wait.ended).toMatchObject({ code: 0, stdout: 'deployment.apps/slow condition met\n' });

      const deletion = kubectl().start('delete pod -l app=slow');
      await vi.waitFor(async () => expect(await kubectl().ok('get pods -l app=slow')).toContain('Terminating'), slowly);
      await fastForward(310);
      expect((await deletion.ended).code).toBe(0);
    });

    it('takes an object back that was read before the jump', async () => {
      const before = await kubectl().ok('get deployment slow -o json');
      await fastForward(300);
      const after = JSON.parse(before) as { metadata: { labels?: object; resourceVersion?: string } };
      delete after.metadata.resourceVersion;
      after.metadata.labels = { read: 'before' };
      const stdin = JSON.stringify(after);
      expect(await kubectl().ok('replace -f -', { stdin })).toBe('deployment.apps/slow replaced\n');
      expect(await creationTime(kubectl())).toBeLessThanOrEqual(Date.now() - 800_000);
    });
  },
  { onlyEmbedded: true },
);

/** Of a Pod: everything that has a time in it. */
const times = `{.metadata.creationTimestamp} {.status}{"\\n"}`;
const slowly = { timeout: 60_000, interval: 100 };

const slowDeployment = JSON.stringify({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'slow' },
  spec: {
    minReadySeconds: 120,
    selector: { matchLabels: { app: 'slow' } },
    template: {
      metadata: { labels: { app: 'slow' } },
      spec: {
        terminationGracePeriodSeconds: 300,
        containers: [{ name: 'main', image: 'busybox:1.37', command: ['sh', '-c', 'trap "" TERM; sleep 100000'] }],
      },
    },
  },
});

/** The RESTARTS of each line of `get pods --watch`, in order. */
function restartsSeen({ stdout }: RunningKubectl): number[] {
  return [...stdout.matchAll(/^crasher +\d\/1 +\S+ +(\d+)/gm)].map(([, restarts]) => Number(restarts));
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** The latest time in a text; milliseconds since the Unix epoch. */
function latest(text: string): number {
  const found = [...text.matchAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g)].map(([time]) => Date.parse(time));
  expect(found.length).toBeGreaterThan(2);
  return Math.max(...found);
}

async function creationTime(kubectl: Kubectl): Promise<number> {
  return Date.parse(await kubectl.ok('get deployment slow -o jsonpath={.metadata.creationTimestamp}'));
}
