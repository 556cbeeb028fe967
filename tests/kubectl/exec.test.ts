import { expect, it, vi } from 'vitest';
import type { Kubectl } from './client.ts';
import { deployment, pod } from './manifests.ts';
import { describeForEachClient } from './suite.ts';

const box = pod('box', 'while :; do sleep 1; done');

async function createBox(kubectl: Kubectl): Promise<void> {
  await kubectl.ok('create -f -', { stdin: box });
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
    async prepare(kubectl) {
      await createBox(kubectl);
      await kubectl.ok('create -f -', { stdin: deployment('web') });
      await kubectl.ok('rollout status deployment/web --timeout=60s');
    },
  },
);

describeForEachClient(
  'exec by spdy',
  ({ kubectl }) => {
    it('is what newer clients fall back to, and works as well', async () => {
      const env = { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: 'false' };
      const script = 'sort -r; echo err >&2; exit 7';
      const output = await kubectl().run(['exec', '-i', 'box', '--', 'sh', '-c', script], { stdin: 'a\nb\n', env });
      expect(output).toEqual({ code: 7, stdout: 'b\na\n', stderr: 'err\ncommand terminated with exit code 7\n' });
    });
  },
  { from: 30, prepare: createBox },
);

describeForEachClient('attach', ({ kubectl }) => {
  const create = async (name: string, script: string, options: object) => {
    const container = { name: 'main', image: 'busybox:1.37', stdin: true, command: ['sh', '-c', script], ...options };
    const spec = { restartPolicy: 'Never', containers: [container] };
    const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec });
    await kubectl().ok('create -f -', { stdin });
    await kubectl().ok(`wait pod/${name} --for=condition=Ready --timeout=60s`);
  };

  it('leaves standard input open for the next client', async () => {
    await create('often', 'cat', {});
    for (const text of ['one\n', 'two\n'])
      expect(await kubectl().run('attach -i often', { stdin: text })).toMatchObject({ code: 0 });
    await vi.waitFor(async () => expect(await kubectl().ok('logs often')).toBe('one\ntwo\n'), { timeout: 30_000 });
  });

  it('ends standard input that is open once, and with the container, whose exit code is not its own', async () => {
    await create('once', 'cat; echo no more; exit 5', { stdinOnce: true });
    const { code, stdout } = await kubectl().run('attach -i once', { stdin: 'one\n' });
    expect([code, stdout]).toEqual([0, 'one\nno more\n']);
  });
});
