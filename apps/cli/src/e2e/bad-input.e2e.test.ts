import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { labFolder, runLab, startLab } from '../testing/lab-process.ts';
import { tempFolder } from '../testing/temp-folder.ts';

// Whole processes on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 });

const source = fileURLToPath(new URL('../../../../labs/replaced-not-restarted', import.meta.url));

/** A folder of labs with one lab, changed. */
function labsWith(change: (folder: string) => void): string {
  const labs = tempFolder();
  const folder = join(labs, 'replaced-not-restarted');
  cpSync(source, folder, { recursive: true });
  change(folder);
  return labs;
}

function edit(path: string, from: string | RegExp, to: string): void {
  const text = readFileSync(path, 'utf8');
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${path} does not hold ${from}`);
  writeFileSync(path, changed);
}

const play = (labs: string, ...args: string[]) =>
  runLab(['replaced-not-restarted', '--engine', 'embedded', ...args], {
    home: tempFolder(),
    env: { PODLAB_LABS: labs },
  });

/** A folder of programs that do as they are told, first on PATH. */
function programs(scripts: Readonly<Record<string, string>>): Record<string, string> {
  const folder = tempFolder();
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return { PATH: `${folder}${delimiter}${process.env.PATH}` };
}

/** A disk of a few kilobytes; only root on Linux can make one. */
function smallDisk(size: string): string {
  const folder = tempFolder();
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'podlab-test', folder]);
  if (status !== 0) throw new Error('no disk could be made');
  onTestFinished(() => void spawnSync('umount', ['--lazy', folder]));
  return folder;
}

function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), 'podlab-mount-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'podlab-test', folder]);
  if (status === 0) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
  return status === 0;
}

describe('a lab file that is wrong', () => {
  it('is refused with every fault, its place and the nearest name', async () => {
    const labs = labsWith((folder) => {
      edit(join(folder, 'lab.yaml'), /^summary: /m, 'sumary: ');
      edit(join(folder, 'lab.yaml'), /^version: .*$/m, 'version: one');
    });
    const { code, stderr } = await play(labs);
    expect(stderr).toMatch(/labs\/replaced-not-restarted\/lab\.yaml:\d+:\d+: .*sumary/);
    expect(stderr).toContain('summary');
    expect(stderr).toMatch(/lab\.yaml:\d+:\d+: .*version/);
    expect(code).toBe(2);
  });

  it('is shown as such in the list, and by verify', async () => {
    const labs = labsWith((folder) => writeFileSync(join(folder, 'lab.yaml'), 'id: [\n'));
    const env = { PODLAB_LABS: labs };
    expect((await runLab(['list'], { home: tempFolder(), env })).stdout).toContain('This lab has faults');
    expect(await runLab(['verify'], { home: tempFolder(), env })).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('lab.yaml:'),
    });
  });

  it('may not have the name of a command', async () => {
    const labs = tempFolder();
    cpSync(source, join(labs, 'verify'), { recursive: true });
    const { code, stderr } = await runLab(['verify', 'verify'], { home: tempFolder(), env: { PODLAB_LABS: labs } });
    expect(stderr).toContain('`verify` is a command');
    expect(code).toBe(2);
  });
});

describe('a manifest that is wrong', () => {
  it('is refused in the words of the API, with the file and the object', async () => {
    const labs = labsWith((folder) => edit(join(folder, 'start.yaml'), 'replicas: 3', 'replicas: -1'));
    const { code, stderr } = await play(labs);
    expect(stderr).toContain('The API refused the Deployment web of start.yaml');
    expect(stderr).toContain('must be greater than or equal to 0');
    expect(stderr).toContain('kubectl apply --dry-run=server -f start.yaml');
    expect(code).toBe(2);
  });

  it('that never gets ready ends set-up in time, with what is missing', async () => {
    const labs = labsWith((folder) => {
      edit(join(folder, 'start.yaml'), 'replicas: 3', 'replicas: 2');
      edit(join(folder, 'lab.yaml'), /^start:$/m, 'start:\n  timeoutSeconds: 20');
    });
    const { code, stderr } = await play(labs);
    expect(stderr).toContain('could not begin within 20 s: 2 of 3 Pods');
    expect(code).toBe(3);
  });
});

describe('a machine that is not as it should be', () => {
  it('a port in use is named, with what to do', async () => {
    const server = createServer();
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const { code, stderr } = await runLab(['sandbox', '--port', String(port)], { home: tempFolder() });
    expect(stderr).toContain(`ort ${port} on 127.0.0.1 is used by another program`);
    expect(code).toBe(3);
  });

  it.skipIf(process.platform === 'win32')('Docker that is down is told as such, with the way round', async () => {
    const env = programs({
      docker: 'echo "Cannot connect to the Docker daemon" >&2; exit 1',
      kind: 'echo "kind v0.33.0 go1.26 linux/amd64"',
    });
    const home = tempFolder();
    const asked = await runLab(['replaced-not-restarted', '--engine', 'kind'], { home, env });
    expect(asked.stderr).toMatch(/kind cannot be used here: Docker is .*(not run|may not)/s);
    expect(asked.stderr).toContain('--engine embedded');
    expect(asked.code).toBe(3);
    const chosen = await runLab(['replaced-not-restarted'], { home: tempFolder(), env });
    expect(chosen.stdout).toContain('Engine: embedded (Docker is installed but does not answer)');
    expect(chosen.code).toBe(1);
  });

  it.runIf(canMount())(
    'a disk that is full ends the lab with what to do, and it goes on once there is space',
    async () => {
      const home = smallDisk('1m');
      const id = 'replaced-not-restarted';
      const lab = startLab([id, '--engine', 'embedded', '--json'], { home });
      await lab.waitForText('"verdict"');
      const fill = spawnSync('dd', ['if=/dev/zero', `of=${join(home, 'fill')}`, 'bs=1k']);
      expect(fill.status).not.toBe(0);
      // What is left of the last page of a file still takes a few short lines.
      const words = ['kubectl', 'create', 'configmap', 'big', `--from-literal=text=${'x'.repeat(9000)}`];
      await runLab(words, { home, env: { KUBECONFIG: join(labFolder(home, id), 'kubeconfig') } });
      const { code, stdout } = await lab.finished;
      expect(stdout).toContain('There is no space left on the disk');
      expect(stdout).toContain('PODLAB_HOME');
      expect(code).toBe(3);
      rmSync(join(home, 'fill'));
      expect((await runLab([id], { home })).stdout).toContain('the lab was begun on it');
    },
  );

  it.runIf(canMount())('a disk that fills up during set-up is told as such', async () => {
    const { code, stderr } = await runLab(['replaced-not-restarted', '--engine', 'embedded'], {
      home: smallDisk('96k'),
    });
    expect(stderr).toContain('There is no space left on the disk');
    expect(code).toBe(3);
  });

  it("a kubeconfig of someone else's stays as it is", async () => {
    const path = join(tempFolder(), 'config');
    const text = 'apiVersion: v1\nkind: Config\nclusters: []\n';
    writeFileSync(path, text);
    const { code, stderr } = await runLab(['sandbox', '--kubeconfig', path], { home: tempFolder() });
    expect(stderr).toContain('Podlab did not write');
    expect(code).toBe(2);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('a state folder that is a file is named, with what to do', async () => {
    const home = join(tempFolder(), 'state');
    writeFileSync(home, '');
    const { code, stderr } = await runLab(['replaced-not-restarted', '--engine', 'embedded'], { home });
    expect(stderr).toContain('a file is where a folder should be');
    expect(stderr).toContain('PODLAB_HOME');
    expect(code).toBe(3);
  });
});

describe('the sandbox', () => {
  it('writes its kubeconfig once the nodes are ready, and leaves nothing behind', async () => {
    const home = tempFolder();
    const kubeconfig = join(tempFolder(), 'kc');
    const sandbox = startLab(['sandbox', '--kubeconfig', kubeconfig, '--nodes', '3', '--seed', 'demo'], { home });
    await expect.poll(() => existsSync(kubeconfig), { timeout: 40_000, interval: 10 }).toBe(true);
    const { stdout } = await runLab(['kubectl', 'get', 'nodes'], { home, env: { KUBECONFIG: kubeconfig } });
    expect(stdout.match(/ Ready /g)).toHaveLength(3);
    sandbox.child.kill('SIGINT');
    await sandbox.finished;
    // Windows ends a process at once: there is no Ctrl-C from outside.
    const inOrder = process.platform !== 'win32';
    expect([sandbox.child.exitCode, existsSync(kubeconfig)]).toEqual(inOrder ? [130, false] : [null, true]);
  });

  it('says once, where it runs, what is different here when a client meets it', async () => {
    const home = tempFolder();
    const env = { KUBECONFIG: join(home, 'kc') };
    const sandbox = startLab(['sandbox', '--kubeconfig', env.KUBECONFIG], { home });
    await sandbox.waitForText('lab fast-forward');
    await runLab(['kubectl', 'run', 'one', '--image=redis:7'], { home, env });
    await runLab(['kubectl', 'run', 'two', '--image=redis:7'], { home, env });
    await sandbox.waitForText('This cluster has these images only: ');
    expect(sandbox.stdout().match(/F-06/g)).toHaveLength(1);
  });

  it('stands still when it is paused, but for what another terminal lets pass', async () => {
    const home = tempFolder();
    const env = { KUBECONFIG: join(home, 'kc') };
    const lab = (...words: string[]) => runLab(words, { home, env });
    expect(await lab('fast-forward', '5', '--sandbox')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('No sandbox runs'),
    });
    const sandbox = startLab(['sandbox', '--kubeconfig', env.KUBECONFIG, '--clock', 'paused'], { home });
    await sandbox.waitForText('lab fast-forward');
    const pods = async () => (await lab('kubectl', 'get', 'pods')).stdout;
    await lab('kubectl', 'run', 'web', '--image=busybox:1.37', '--', 'sleep', '1000');
    expect(await pods()).toMatch(/ Pending .* 0s\n/);
    expect(await lab('fast-forward', '20')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('20 s have passed'),
    });
    expect(await pods()).toMatch(/ Running .* 20s\n/);
    expect(await lab('fast-forward', '5', '--sandbox', '1')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(String(sandbox.pid)),
    });
  });

  it('stops the kubelet of a node and starts it again', async () => {
    const home = tempFolder();
    const env = { KUBECONFIG: join(home, 'kc') };
    const lab = (...words: string[]) => runLab(words, { home, env });
    const sandbox = startLab(['sandbox', '--kubeconfig', env.KUBECONFIG, '--clock', 'paused', '--nodes', '2'], {
      home,
    });
    await sandbox.waitForText('lab fast-forward');
    const nodes = async () => (await lab('kubectl', 'get', 'nodes')).stdout;
    const [, name = ''] = /^(\S+-worker)\s/m.exec(await nodes()) ?? [];
    expect(await lab('kubelet', 'stop', 'nope')).toMatchObject({ code: 2, stderr: expect.stringContaining('"nope"') });
    expect(await lab('kubelet', 'stop', name)).toMatchObject({ code: 0, stdout: expect.stringContaining('stopped') });
    await lab('fast-forward', '60');
    expect(await nodes()).toMatch(new RegExp(`${name} +NotReady `));
    await lab('kubelet', 'start', name, '--sandbox');
    expect(await nodes()).toMatch(new RegExp(`${name} +Ready `));
  });

  it('gives the same names for the same seed', async () => {
    const uids = await Promise.all(
      [0, 1].map(async () => {
        const home = tempFolder();
        const kubeconfig = join(home, 'kc');
        startLab(['sandbox', '--kubeconfig', kubeconfig, '--seed', 'demo', '--clock', 'paused'], { home });
        await expect.poll(() => existsSync(kubeconfig), { timeout: 40_000, interval: 10 }).toBe(true);
        const words = ['kubectl', 'get', 'nodes', '-o', 'jsonpath={.items[*].metadata.uid}'];
        return (await runLab(words, { home, env: { KUBECONFIG: kubeconfig } })).stdout;
      }),
    );
    expect(uids[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(uids[1]).toBe(uids[0]);
  });
});

describe('deleting', () => {
  it('removes a lab and keeps the progress, or with --all everything', async () => {
    const home = join(tempFolder(), 'home');
    mkdirSync(home);
    const id = 'replaced-not-restarted';
    await runLab([id, '--engine', 'embedded'], { home });
    expect((await runLab(['delete', id], { home })).code).toBe(0);
    const [key = ''] = readdirSync(join(home, 'clones'));
    expect(readdirSync(join(home, 'clones', key, 'labs'))).toEqual([]);
    expect(existsSync(join(home, 'clones', key, 'progress.json'))).toBe(true);
    expect((await runLab(['delete', '--all'], { home })).code).toBe(0);
    expect(existsSync(home)).toBe(false);
  });
});
