import type { Finding } from '../engine.ts';

/** What Docker says of itself. */
export interface DockerFacts {
  readonly version: string;
  /** Of the machine, or of the virtual machine that Docker runs in. */
  readonly memoryBytes: number;
  readonly rootFolder: string;
}

const gibibyte = 1024 ** 3;

/** A node takes about half a gibibyte at rest; the labs use up to three. */
export function judgeMemory(memoryBytes: number): Finding {
  const have = `Docker has ${(memoryBytes / gibibyte).toFixed(1)} GiB of memory`;
  const fix = 'Give Docker more memory (Docker Desktop: Settings, Resources), or take the embedded engine.';
  if (memoryBytes < 1.5 * gibibyte) return { id: 'memory', level: 'bad', message: `${have}; kind needs 1.5.`, fix };
  if (memoryBytes < 3 * gibibyte)
    return { id: 'memory', level: 'warning', message: `${have}; labs with three nodes want 3.`, fix };
  return { id: 'memory', level: 'good', message: `${have}.` };
}

export function judgeDisk(freeBytes: number, folder: string): Finding {
  const have = `${(freeBytes / gibibyte).toFixed(1)} GiB are free in ${folder}`;
  const fix = 'Make room, for example with `docker system prune`, or take the embedded engine.';
  if (freeBytes < gibibyte) return { id: 'disk', level: 'bad', message: `Only ${have}; a cluster needs 1.`, fix };
  if (freeBytes < 5 * gibibyte)
    return { id: 'disk', level: 'warning', message: `${have}; kubelets evict Pods when a disk is nearly full.`, fix };
  return { id: 'disk', level: 'good', message: `${have}.` };
}

/**
 * A node takes about 15 inotify instances; with too few, kubelets and log readers fail with "too many open files".
 * @see https://kind.sigs.k8s.io/docs/user/known-issues/#pod-errors-due-to-too-many-open-files
 */
export function judgeInotify(instances: number, watches: number): Finding {
  const short = [
    ...(instances < 256 ? ['fs.inotify.max_user_instances=512'] : []),
    ...(watches < 65_536 ? ['fs.inotify.max_user_watches=524288'] : []),
  ];
  if (short.length === 0) return { id: 'inotify', level: 'good', message: 'The inotify limits are high enough.' };
  return {
    id: 'inotify',
    level: 'warning',
    message: `The inotify limits (${instances} instances, ${watches} watches) are low for several clusters at once.`,
    fix: `Raise them: \`sudo sysctl ${short.join(' ')}\``,
  };
}

/** @param output of `kind version`; undefined when there is no kind */
export function judgeKindVersion(output: string | undefined): Finding {
  if (output === undefined)
    return {
      id: 'kind',
      level: 'bad',
      message: 'kind is not installed.',
      fix: 'Install it (https://kind.sigs.k8s.io/docs/user/quick-start/#installation), or take the embedded engine.',
    };
  const [, version, minor] = /v(\d+\.(\d+)\.\d+\S*)/.exec(output) ?? [];
  if (version === undefined)
    return { id: 'kind', level: 'warning', message: `kind is there, but did not say its version: ${output.trim()}` };
  if (Number(minor) < 20)
    return {
      id: 'kind',
      level: 'warning',
      message: `kind ${version} is older than 0.20, the oldest that Podlab is meant for.`,
      fix: 'Install a newer one: https://kind.sigs.k8s.io/docs/user/quick-start/#installation',
    };
  return { id: 'kind', level: 'good', message: `kind ${version} is there.` };
}

/** @param version /proc/version @returns undefined outside the Windows Subsystem for Linux */
export function judgeWsl(version: string): Finding | undefined {
  if (!/microsoft/i.test(version)) return undefined;
  if (/WSL2|microsoft-standard/.test(version))
    return {
      id: 'wsl',
      level: 'good',
      message: 'This is WSL 2; Docker Desktop must be set to serve this distribution.',
    };
  return {
    id: 'wsl',
    level: 'bad',
    message: 'This is WSL 1, which cannot run containers.',
    fix: 'In PowerShell: `wsl --set-version <distribution> 2`, or take the embedded engine.',
  };
}
