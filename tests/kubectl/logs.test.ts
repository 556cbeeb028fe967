import { expect, it, vi } from 'vitest';
import { lines } from './client.ts';
import { pod } from './manifests.ts';
import { describeForEachClient } from './suite.ts';

describeForEachClient(
  'logs',
  ({ kubectl }) => {
    it('reads logs: all, the end, with times, since', async () => {
      expect(await kubectl().ok('logs talker')).toBe('one\ntwo\nthree\n');
      expect(await kubectl().ok('logs talker --tail=1')).toBe('three\n');
      expect(await kubectl().ok('logs talker --timestamps --tail=1')).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z three\n$/);
      expect(await kubectl().ok('logs talker --since=1h --limit-bytes=3')).toBe('one');
      expect(lines(await kubectl().ok('logs -l app=talker --prefix'))).toContain('[pod/talker/main] one');
    });

    it('follows logs until the Pod is gone', async () => {
      await kubectl().ok('create -f -', {
        stdin: pod('ticker', 'i=0; while :; do echo tick $i; i=$((i+1)); sleep 1; done'),
      });
      await kubectl().ok('wait pod/ticker --for=condition=Ready --timeout=60s');
      const follow = kubectl().start('logs -f ticker');
      await vi.waitFor(() => expect(lines(follow.stdout).length).toBeGreaterThan(2), { timeout: 20_000 });
      await kubectl().ok('delete pod ticker');
      const { code, stdout } = await follow.ended;
      expect([code, lines(stdout).slice(0, 3)]).toEqual([0, ['tick 0', 'tick 1', 'tick 2']]);
    });

    it('reads the logs of a container that has been restarted', async () => {
      await kubectl().ok('create -f -', { stdin: pod('phoenix', 'echo life; sleep 3; exit 1') });
      await kubectl().ok([
        'wait',
        'pod/phoenix',
        '--for=jsonpath={.status.containerStatuses[0].restartCount}=1',
        '--timeout=60s',
      ]);
      expect(await kubectl().ok('logs phoenix --previous')).toBe('life\n');
    });

    it('says which logs there are not', async () => {
      const failing = async (args: string) => (await kubectl().run(args)).stderr;
      expect(await failing('logs nope')).toMatch(/pods "nope" not found/);
      expect(await failing('logs box -c nope')).toMatch(/container nope is not valid for pod box/);
      expect(await failing('logs box --previous')).toMatch(
        /previous terminated container "main" in pod "box" not found/,
      );
    });
  },
  {
    async prepare(kubectl) {
      const create = (manifest: string) => kubectl.ok('create -f -', { stdin: manifest });
      await create(pod('box', 'while :; do sleep 1; done'));
      await create(pod('talker', 'echo one; echo two; echo three; while :; do sleep 1; done'));
      await kubectl.ok('wait pod/box pod/talker --for=condition=Ready --timeout=60s');
    },
  },
);
