import { expect, it } from 'vitest';
import type { Kubectl } from './client.ts';
import { deployment, pod } from './manifests.ts';
import { describeForEachClient } from './suite.ts';

const box = pod('box', 'while :; do sleep 1; done');

async function createBox(kubectl: Kubectl): Promise<void> {
  await kubectl.ok('create -f - --validate=false', { stdin: box });
  await kubectl.ok('wait pod/box --for=condition=Ready --timeout=60s');
}

describeForEachClient(
  'exec',
  ({ kubectl }) => {
    it('runs a command: output, errors and exit code', async () => {
      const script = 'echo out; echo err >&2; exit 7';
      const { code, stdout, stderr } = await kubectl().run(['exec', 'box', '--', 'sh', '-c', script]);
      expect([code, stdout, stderr]).toEqual([7, 'out\n', 'err\ncommand terminated with exit code 7\n']);
      expect(await kubectl().ok('exec deploy/web -c main -- echo hello')).toBe('hello\n');
    });

    it('feeds a command with standard input to its end', async () => {
      const text = Array.from({ length: 20_000 }, (_, index) => `line ${index}\n`).join('');
      expect(await kubectl().ok('exec -i box -- cat', { stdin: text })).toBe(text);
    });

    it('says what is wrong with an exec', async () => {
      const failing = async (args: string) => {
        const { code, stderr } = await kubectl().run(args);
        return [code, stderr];
      };
      expect(await failing('exec nope -- true')).toEqual([1, 'Error from server (NotFound): pods "nope" not found\n']);
      expect(await failing('exec box -c nope -- true')).toEqual([
        1,
        expect.stringContaining('container nope is not valid for pod box'),
      ]);
      const [, missing] = await failing('exec box -- no-such-program');
      expect(missing).toMatch(/no-such-program.*executable file not found/s);
    });
  },
  {
    from: 30,
    async prepare(kubectl) {
      await createBox(kubectl);
      await kubectl.ok('create -f - --validate=false', { stdin: deployment('web') });
      await kubectl.ok('rollout status deployment/web --timeout=60s');
    },
  },
);

describeForEachClient(
  'exec by spdy',
  ({ kubectl }) => {
    it('is answered with the kubectl to take', async () => {
      const { code, stderr } = await kubectl().run('exec box -- true');
      expect([code, stderr]).toEqual([1, expect.stringContaining('kubectl 1.30 or newer')]);
    });
  },
  { to: 29, prepare: createBox, onlyEmbedded: true },
);
