import { connect } from 'node:net';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CliError } from '../errors.ts';
import type { LockHolder } from '../state/lock.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { sendRequest } from './control-client.ts';
import { type RequestHandler, startControlServer } from './control-server.ts';
import type { LabStatus } from './protocol.ts';

const status = { lab: 'one' } as LabStatus;
const view = { columns: 80, colored: false };

async function serve(handle: RequestHandler) {
  const address = join(tempFolder(), 'lab.sock');
  const server = await startControlServer({ address, token: 'right', handle });
  onTestFinished(() => server.close());
  const holder = (token = 'right'): LockHolder => ({ pid: 1, lockedTime: 'noon', held: true, socket: address, token });
  return { address, server, holder };
}

const signal = new AbortController().signal;

describe.skipIf(process.platform === 'win32')('the control socket', () => {
  it('tells what happens meanwhile, then the end', async () => {
    const { holder } = await serve(async ({ request }, { update }) => {
      update({ type: 'update', text: `doing ${request.command}` });
      return { type: 'done', status };
    });
    const texts: string[] = [];
    const onUpdate = (line: object) => void ('text' in line && texts.push(String(line.text)));
    expect(await sendRequest(holder(), { command: 'reset' }, { view, signal, onUpdate })).toEqual({
      type: 'done',
      status,
    });
    expect(texts).toEqual(['doing reset']);
  });

  it('carries a failure with its next step and exit code', async () => {
    const { holder } = await serve(() =>
      Promise.reject(new CliError('USAGE', 'No such question.', { next: 'Ask another.' })),
    );
    await expect(sendRequest(holder(), { command: 'hint' }, { view, signal })).rejects.toMatchObject({
      message: 'No such question.',
      next: 'Ask another.',
      exitCode: 2,
    });
  });

  it('answers nobody without the token', async () => {
    let asked = 0;
    const { holder } = await serve(async () => {
      asked += 1;
      return { type: 'done', status };
    });
    await expect(sendRequest(holder('wrong'), { command: 'check' }, { view, signal })).rejects.toThrow(
      'The token is wrong.',
    );
    expect(asked).toBe(0);
  });

  it('is for its user alone, and goes with the process that listens', async () => {
    const { address, server, holder } = await serve(async () => ({ type: 'done', status }));
    expect(statSync(address).mode & 0o777).toBe(0o600);
    await server.close();
    expect(existsSync(address)).toBe(false);
    await expect(sendRequest(holder(), { command: 'check' }, { view, signal })).rejects.toMatchObject({
      code: 'LAB_HELD',
      exitCode: 3,
    });
  });

  it('tells the handler when the client goes, and the client when the server goes', async () => {
    let clientGone = false;
    const { holder, server } = await serve(
      (_, reply) =>
        new Promise((resolve) => {
          reply.update({ type: 'update', text: 'here' });
          reply.signal.addEventListener('abort', () => {
            clientGone = true;
            resolve({ type: 'done', status });
          });
        }),
    );
    const leave = new AbortController();
    await sendRequest(holder(), { command: 'attach' }, { view, signal: leave.signal, onUpdate: () => leave.abort() });
    await expect.poll(() => clientGone).toBe(true);
    const left = sendRequest(holder(), { command: 'attach' }, { view, signal, onUpdate: () => void server.close() });
    expect(await left).toBeUndefined();
  });

  it('survives a client that talks nonsense', async () => {
    const { address, holder } = await serve(async () => ({ type: 'done', status }));
    const socket = connect(address);
    socket.write('nonsense\n');
    const answer = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))));
    expect(JSON.parse(answer)).toMatchObject({ type: 'failed', message: 'The request is not JSON.' });
    expect(await sendRequest(holder(), { command: 'check' }, { view, signal })).toEqual({ type: 'done', status });
  });
});
