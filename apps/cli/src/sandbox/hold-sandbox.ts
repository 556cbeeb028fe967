import type { OpenedCluster } from '@podlab/clusters';
import { CliError } from '../errors.ts';
import type { Host } from '../host.ts';
import { startControlServer } from '../session/control-server.ts';
import type { EndLine, SessionRequest } from '../session/protocol.ts';
import { makeFolder } from '../state/disk.ts';
import { tryLock } from '../state/lock.ts';
import { socketAddress } from '../state/paths.ts';
import { switchKubelet } from '../session/switch-kubelet.ts';
import { sandboxLock } from './live-sandboxes.ts';

/** Makes a sandbox known to other terminals, and does what they ask. @returns its end */
export async function holdSandbox(
  cluster: SandboxCluster,
  { host, folder, signal }: { readonly host: Host; readonly folder: string; readonly signal: AbortSignal },
): Promise<{ release(): Promise<void> }> {
  makeFolder(folder);
  const socket = socketAddress(host, folder);
  const token = host.randomHex(16);
  const server = await startControlServer({
    address: socket,
    token,
    handle: ({ request }, reply) => answer(cluster, request, AbortSignal.any([signal, reply.signal])),
  });
  // Its folder is this process's own: nobody else can hold it.
  await tryLock(sandboxLock(folder), {
    nowMs: host.nowMs(),
    randomHex: host.randomHex,
    sleep: (ms) => host.sleep(ms, { signal }),
    socket,
    token,
  });
  return { release: () => server.close() };
}

type SandboxCluster = Pick<OpenedCluster, 'engine' | 'fastForward' | 'setKubelet'>;

async function answer(cluster: SandboxCluster, request: SessionRequest, signal: AbortSignal): Promise<EndLine> {
  switch (request.command) {
    case 'fastForward':
      await moveTime(cluster, request.seconds, signal);
      break;
    case 'kubelet':
      switchKubelet(cluster, request);
      break;
    default:
      throw new CliError('USAGE', `A sandbox has no lab: it cannot do ${request.command}.`, {
        next: 'Name the lab that it is about.',
      });
  }
  return { type: 'done' };
}

async function moveTime({ engine, fastForward }: SandboxCluster, seconds: number, signal: AbortSignal): Promise<void> {
  if (!fastForward) {
    throw new CliError('NOT_POSSIBLE', `Time cannot be moved on ${engine}: it is a real cluster.`, {
      next: 'Wait, or run the sandbox on the embedded cluster: lab sandbox --engine embedded',
    });
  }
  await fastForward(seconds, { signal });
}
