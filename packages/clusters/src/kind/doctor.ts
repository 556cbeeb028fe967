import type { Action } from '../actions/action.ts';
import type { Finding } from '../engine.ts';
import { CommandError, type CommandResult } from './command.ts';
import { type DockerFacts, judgeDisk, judgeInotify, judgeKindVersion, judgeMemory, judgeWsl } from './findings.ts';
import { clusterNamePrefix } from './kind-cluster.ts';
import type { KindHost } from './kind-host.ts';

const dockerSocket = '/var/run/docker.sock';

/** Looking whether this machine can make kind clusters. */
export function doctorActions(host: KindHost, report: (finding: Finding) => void): readonly Action[] {
  let docker: DockerFacts | undefined;
  return [
    {
      name: 'Look for Docker',
      async run({ signal }) {
        const result = await tryRun(host, ['docker', 'info', '--format', '{{json .}}'], signal);
        docker = parseDockerInfo(result);
        report(docker ? dockerRuns(docker) : await whyNoDocker(host, result));
      },
    },
    {
      name: 'Look for kind',
      async run({ signal }) {
        const result = await tryRun(host, ['kind', 'version'], signal);
        report(judgeKindVersion(result.notFound ? undefined : result.stdout));
      },
    },
    {
      name: 'Look at memory and disk space',
      async run() {
        if (!docker) return;
        report(judgeMemory(docker.memoryBytes));
        const freeBytes = await host.machine.freeBytes(docker.rootFolder);
        if (freeBytes !== undefined) report(judgeDisk(freeBytes, docker.rootFolder));
      },
    },
    {
      name: 'Look at the limits of the kernel',
      async run() {
        if (host.machine.platform !== 'linux') return;
        const limit = async (name: string) =>
          Number((await host.machine.readText(`/proc/sys/fs/inotify/${name}`)) ?? Number.NaN);
        report(judgeInotify(await limit('max_user_instances'), await limit('max_user_watches')));
        const wsl = judgeWsl((await host.machine.readText('/proc/version')) ?? '');
        if (wsl) report(wsl);
      },
    },
    {
      name: 'Look for other clusters',
      async run({ signal }) {
        if (!docker) return;
        const result = await tryRun(host, ['kind', 'get', 'clusters', '--quiet'], signal);
        if (result.exitCode === 0) report(otherClusters(result.stdout.split('\n').filter((name) => name !== '')));
      },
    },
  ];
}

/** A program that fails is a finding, not an error. */
async function tryRun(host: KindHost, argv: [string, ...string[]], signal: AbortSignal): Promise<CommandResult> {
  try {
    return await host.run({ argv, timeoutMs: 20_000 }, { signal });
  } catch (error) {
    if (error instanceof CommandError && !error.result.isCanceled) return error.result;
    throw error;
  }
}

/** `docker info` exits 0 in some versions, and 1 in others, when no daemon answers; then it lacks the server's part. */
function parseDockerInfo({ stdout }: CommandResult): DockerFacts | undefined {
  try {
    const info = JSON.parse(stdout) as { ServerVersion?: string; MemTotal?: number; DockerRootDir?: string };
    if (!info.ServerVersion) return undefined;
    return {
      version: info.ServerVersion,
      memoryBytes: info.MemTotal ?? 0,
      rootFolder: info.DockerRootDir ?? '/var/lib/docker',
    };
  } catch {
    return undefined;
  }
}

function dockerRuns({ version }: DockerFacts): Finding {
  return { id: 'docker', level: 'good', message: `Docker ${version} runs.` };
}

async function whyNoDocker({ machine }: KindHost, result: CommandResult): Promise<Finding> {
  const found = (message: string, fix: string): Finding => ({ id: 'docker', level: 'bad', message, fix });
  if (result.notFound)
    return found(
      'Docker is not installed.',
      'Install it (https://docs.docker.com/get-docker/), or take the embedded engine.',
    );
  if (result.timedOut)
    return found('Docker did not answer within 20 s.', 'Restart Docker, or take the embedded engine.');
  if (machine.platform !== 'win32' && (await machine.canWrite(dockerSocket)) === false)
    return found(
      `Docker is there, but this user may not talk to it (${dockerSocket}).`,
      'Add yourself to the group: `sudo usermod -aG docker $USER`, then log out and in again.',
    );
  const start = machine.platform === 'linux' ? 'Start it: `sudo systemctl start docker`' : 'Start Docker Desktop';
  const reason = result.stderr.trim().split('\n').at(-1) || 'no daemon answers';
  return found(`Docker is installed but does not run: ${reason}`, `${start}, or take the embedded engine.`);
}

function otherClusters(names: readonly string[]): Finding {
  const foreign = names.filter((name) => !name.startsWith(clusterNamePrefix));
  const ours = names.length - foreign.length;
  const all = [
    ...(ours > 0 ? [`${ours} of Podlab's`] : []),
    ...(foreign.length > 0 ? [`${foreign.length} of others (${foreign.join(', ')}), which Podlab leaves alone`] : []),
  ];
  const message = all.length === 0 ? 'There are no kind clusters yet.' : `kind clusters here: ${all.join('; ')}.`;
  return { id: 'clusters', level: 'good', message };
}
