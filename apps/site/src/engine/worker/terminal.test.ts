import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPlayer, type PlayerUnderTest } from '../testing/open-player.ts';

let lab: PlayerUnderTest;

beforeAll(async () => {
  lab = await openPlayer();
}, 60_000);
afterAll(() => lab.player.close());

async function untilPrinted(text: string | RegExp, withinMs = 15_000): Promise<void> {
  const endMs = performance.now() + withinMs;
  while (!new RegExp(text).test(lab.printed)) {
    if (performance.now() > endMs)
      throw new Error(`${String(text)} was not printed; this was: ${lab.printed.slice(-500)}`);
    await sleep(20);
  }
}

describe('the terminal of a page', () => {
  it('has pipes, loops and files beside the cluster', async () => {
    expect(await lab.run('kubectl get pods --no-headers | wc -l')).toEqual({ text: '3\n', code: 0 });
    expect(
      (await lab.run('for p in $(kubectl get pods -o name); do echo $p; done > pods.txt; wc -l < pods.txt')).text,
    ).toBe('3\n');
    expect((await lab.run('ls; sed s/3/4/ start.yaml > more.yaml; kubectl apply -f more.yaml')).text).toContain(
      'deployment.apps/web configured',
    );
    expect((await lab.run('kubectl get pods x')).code).toBe(1);
    expect(await lab.player.desk.readFile('pods.txt')).toContain('pod/web-');
  });

  it('has kubectl for what runs other programs, and for scripts', async () => {
    const names = (await lab.run('kubectl get nodes -o name')).text;
    expect(names.split('\n').length).toBeGreaterThan(3);
    for (const line of [
      'kubectl get nodes -o name | xargs kubectl get -o name',
      'sh -c "kubectl get nodes -o name"',
      'echo "kubectl get nodes -o name" > names.sh; sh names.sh',
      'timeout 5 kubectl get nodes -o name',
      'env k get nodes -o name',
    ])
      expect([line, (await lab.run(line)).text]).toEqual([line, names]);
    expect((await lab.run('time kubectl get nodes -o name')).text).toContain(names);
    const watching = lab.run('watch -n 1 kubectl get nodes -o name');
    await untilPrinted(/Every 1.0s: kubectl get nodes -o name +\S+ \S+\s+node\/podlab-/);
    lab.player.desk.interrupt(1);
    expect((await watching).code).toBe(130);
  }, 30_000);

  it('streams, and ^C ends what runs', async () => {
    const watching = lab.run('kubectl get pods -w');
    await untilPrinted('NAME');
    await sleep(200);
    expect(lab.takes).toBe('input');
    lab.player.desk.interrupt(1);
    expect((await watching).code).toBe(130);
    const following = lab.run('kubectl logs -f deploy/web | head -n 3');
    expect((await following).text.split('\n').filter((line) => line.includes('serving')).length).toBeGreaterThan(0);
    const looping = lab.run('while true; do sleep 1; done');
    await sleep(300);
    lab.player.desk.interrupt(1);
    expect((await looping).code).toBe(130);
  }, 30_000);

  it('lets who writes wait until it is shown, and ^C ends that too', async () => {
    lab.show(false);
    const from = lab.printed.length;
    const running = lab.run('yes');
    await sleep(300);
    const first = lab.printed.length - from;
    expect(first).toBeGreaterThan(10_000);
    await sleep(300);
    expect(lab.printed.length - from).toBe(first);
    lab.show(false);
    await sleep(100);
    expect(lab.printed.length - from).toBeGreaterThan(first);
    expect(lab.printed.length - from).toBeLessThan(500_000);
    lab.player.desk.interrupt(1);
    lab.show(true);
    expect((await running).code).toBe(130);
    expect((await lab.run('seq 30000 | tail -n 1; seq 30000')).text).toHaveLength(168_900);
  }, 20_000);

  it('hands keys to a shell in a container', async () => {
    const exec = lab.run('kubectl exec -it deploy/web -- sh');
    await untilPrinted('/ # ');
    expect(lab.takes).toBe('keys');
    lab.player.desk.type(1, 'echo in-$((40 + 2))\r');
    await untilPrinted('in-42');
    lab.player.desk.type(1, 'sleep 100\r');
    await sleep(500);
    lab.player.desk.interrupt(1);
    lab.player.desk.type(1, 'echo still-$((1 + 1)); exit 3\r');
    expect((await exec).code).toBe(3);
    await untilPrinted('still-2');
    expect(lab.takes).toBe('line');
  }, 30_000);

  it('has the words of the lab', async () => {
    expect((await lab.run('check')).text).toContain('expected');
    expect((await lab.run('next')).text).toContain('Step 1 of 3');
    expect((await lab.run('help')).text).toContain('kubectl …');
    expect(await lab.run('answer')).toMatchObject({ code: 2, text: expect.stringContaining('may not be empty') });
    expect((await lab.run('hint')).text).toContain('Hint 1');
  });

  it('says what does not work in a page, and how to do it for real', async () => {
    const { text, code } = await lab.run('kubectl port-forward deploy/web 8080:80');
    expect([text, code]).toEqual([expect.stringMatching(/does not work in this page.*wget.*--engine kind/), 1]);
    expect(await lab.run('docker ps')).toMatchObject({ code: 127, text: expect.stringContaining('pnpm lab replaced') });
  });

  it('completes commands, names and files', async () => {
    const complete = async (line: string) =>
      (await lab.player.desk.complete(1, line, line.length)).candidates.map(({ text }) => text);
    expect(await complete('kubectl desc')).toEqual(['describe']);
    expect(await complete('kubectl get deployment w')).toEqual(['web']);
    expect(await complete('kubectl apply -f st')).toEqual(['start.yaml']);
    expect(await complete('che')).toEqual(['check']);
  });

  it('goes on while the cluster stands still', async () => {
    await lab.player.setRate(0);
    expect((await lab.run('echo $((2 * 21)); kubectl get deployment web -o name')).text).toBe(
      '42\ndeployment.apps/web\n',
    );
    const slept = lab.run('sleep 1');
    const first = await Promise.race([slept.then(() => 'slept'), sleep(1_500).then(() => 'still asleep')]);
    expect(first).toBe('still asleep');
    await lab.player.setRate(16);
    await slept;
    await lab.player.setRate(1);
  }, 20_000);

  it('begins anew on `reset`, with the files of the lab', async () => {
    await lab.run('echo x > start.yaml');
    const { text, code } = await lab.run('reset');
    expect([code, text]).toEqual([0, expect.stringContaining('Step 1 of 3')]);
    expect((await lab.run('kubectl apply -f start.yaml')).text).toContain('deployment.apps/web');
  }, 60_000);
});

describe('help with manifests', () => {
  it('finds what the API would refuse, and where it stands', async () => {
    const yaml =
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: App\n      imag: x\n';
    const [problem, ...more] = await lab.player.desk.findProblems(yaml);
    expect(problem).toMatchObject({ line: 8, column: 7, field: 'spec.containers[0].imag' });
    expect(more).toEqual([]);
    expect(await lab.player.desk.findProblems(yaml.replace('imag:', 'image:'))).toMatchObject([
      { line: 7, field: 'spec.containers[0].name' },
    ]);
    expect(await lab.player.desk.findProblems('a: [')).toMatchObject([{ line: 1 }]);
    expect(await lab.player.desk.findProblems('apiVersion: v2\nkind: Pod')).toMatchObject([{ field: 'kind', line: 2 }]);
    expect(await lab.player.desk.findProblems(await lab.player.desk.readFile('start.yaml'))).toEqual([]);
  });

  it('offers the fields of a place', async () => {
    const yaml = 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: app\n      \n';
    const fields = await lab.player.desk.completeField(yaml, yaml.length - 1);
    expect(fields.find(({ name }) => name === 'image')).toMatchObject({ type: 'string' });
    expect(fields.some(({ name }) => name === 'name')).toBe(false);
    expect(await lab.player.desk.completeField('', 0)).toMatchObject([
      { name: 'apiVersion' },
      { name: 'kind' },
      {},
      {},
    ]);
  });
});
