import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '../host.ts';
import { told } from '../state/disk.ts';
import { type Lock, type LockHolder, tryLock } from '../state/lock.ts';
import { type LabPaths, socketAddress } from '../state/paths.ts';
import { type ControlServer, type RequestHandler, startControlServer } from './control-server.ts';
import type { DoneLine } from './protocol.ts';
import type { RunningLab } from './running-lab.ts';

/** A lab held by this process: nobody else plays it, and other processes can ask about it. */
export interface HeldLab {
  /** From now on requests are answered; until then they wait. */
  serve(running: RunningLab): void;
  /** Gives the lab back. Idempotent. */
  release(): Promise<void>;
}

/** Takes a lab for this process, or says who has it. @throws CliError */
export async function holdLab(
  host: Host,
  paths: LabPaths,
  options: { readonly signal: AbortSignal },
): Promise<{ readonly held: HeldLab } | { readonly heldBy: LockHolder }> {
  told(paths.folder, () => mkdirSync(paths.folder, { recursive: true, mode: 0o700 }));
  const socket = socketAddress(host, paths.folder);
  const token = host.randomHex(16);
  let serve: (running: RunningLab) => void = () => undefined;
  const running = new Promise<RunningLab>((resolve) => {
    serve = resolve;
  });
  const server = await startControlServer({
    address: socket,
    token,
    handle: (...asked) => running.then((lab) => answer(lab, ...asked)),
  });
  const attempt = await tryLock(paths.lock, {
    nowMs: host.nowMs(),
    randomHex: host.randomHex,
    sleep: (ms) => host.sleep(ms, options),
    socket,
    token,
  }).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  if ('heldBy' in attempt) {
    await server.close();
    return attempt;
  }
  removeDeadSockets(paths.folder, socket);
  return { held: { serve, release: () => release(server, attempt.lock) } };
}

/** Sockets of processes that were killed: whoever holds the lab owns the only living one. */
function removeDeadSockets(folder: string, own: string): void {
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.sock') && join(folder, name) !== own) rmSync(join(folder, name), { force: true });
  }
}

async function release(server: ControlServer, lock: Lock): Promise<void> {
  await server.close();
  lock.release();
}

async function answer(running: RunningLab, ...[asked, reply]: Parameters<RequestHandler>): Promise<DoneLine> {
  const { request, view } = asked;
  const onText = (text: string) => reply.update({ type: 'update', text });
  const done = (extra: Partial<DoneLine> = {}): DoneLine => ({ type: 'done', status: running.status(view), ...extra });
  switch (request.command) {
    case 'check':
      await running.check();
      break;
    case 'hint': {
      const hint = await running.hint();
      return done(hint ? { hint } : {});
    }
    case 'answer':
      await running.answer(request.question, request.given);
      break;
    case 'reset':
      await running.reset(onText);
      break;
    case 'solve':
      await running.solve(request.attempt, onText);
      break;
    case 'fastForward':
      await running.fastForward(request.seconds);
      break;
    case 'kubelet':
      await running.setKubelet(request.node, request.state);
      break;
    case 'attach': {
      const tell = () => reply.update({ type: 'update', status: running.status(view) });
      const stop = running.onChange(tell);
      const stopTelling = running.onDifference(({ id, sentence }) => onText(`${sentence} (${id})`));
      tell();
      await new Promise<void>((resolve) => reply.signal.addEventListener('abort', () => resolve(), { once: true }));
      stop();
      stopTelling();
      break;
    }
  }
  return done();
}
