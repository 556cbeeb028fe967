import type { OpenedCluster } from '@podlab/clusters';
import { CliError } from '../errors.ts';
import type { Host } from '../host.ts';
import { startControlServer } from '../session/control-server.ts';
import type { EndLine, SessionRequest } from '../session/protocol.ts';
import { makeFolder } from '../state/disk.ts';
import { tryLock } from '../state/lock.ts';
import { socketAddress } from '../state/paths.ts';
import { sandboxLock } from './live-sandboxes.ts';

/** Makes a sandbox known to other terminals, and does what they ask. @returns its end */
export async function holdSandbox(
  cluster: Pick<OpenedCluster, 'engine' | 'fastForward'>,
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

async function answer(
  { engine, fastForward }: Pick<OpenedCluster, 'engine' | 'fastForward'>,
  request: SessionRequest,
  signal: AbortSignal,
): Promise<EndLine> {
  if (request.command !== 'fastForward') {
    throw new CliError('USAGE', `A sandbox has no lab: it cannot do ${request.command}.`, {
      next: 'Name the lab that it is about.',
    });
  }
  if (!fastForward) {
    throw new CliError('NOT_POSSIBLE', `Time cannot be moved on ${engine}: it is a real cluster.`, {
      next: 'Wait, or run the sandbox on the embedded cluster: lab sandbox --engine embedded',
    });
  }
  await fastForward(request.seconds, { signal });
  return { type: 'done' };
}
