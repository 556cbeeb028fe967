import { describe, expect, it } from 'vitest';
import { createFakeTransport } from '../testing/fake-transport.ts';
import { type MessageStream, TransportError } from '../transport.ts';
import { createKubeClient } from './kube-client.ts';

const at = { namespace: 'lab', name: 'web', container: 'app' };
const encoder = new TextEncoder();
const frame = (channel: number, text: string) => Uint8Array.of(channel, ...encoder.encode(text));
const success = frame(3, JSON.stringify({ status: 'Success' }));
const exit = (code: number) =>
  frame(
    3,
    JSON.stringify({
      status: 'Failure',
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
    }),
  );

/** A container that answers with these messages once the client's stdin has ended (or at once, when it has none). */
function container(...messages: Uint8Array[]) {
  const sent: string[] = [];
  let paths: string[] = [];
  let stdinEnded = () => {};
  const ended = new Promise<void>((resolve) => {
    stdinEnded = resolve;
  });
  const stream: MessageStream = {
    protocol: 'v5.channel.k8s.io',
    incoming: (async function* () {
      if (paths[0]?.includes('stdin=true')) await ended;
      yield* messages;
    })(),
    send: (message) => {
      sent.push(`${message[0]}:${message[0] === 255 ? message[1] : new TextDecoder().decode(message.subarray(1))}`);
      if (message[0] === 255) stdinEnded();
    },
    close: () => {},
  };
  const transport = createFakeTransport(
    () => new Response(),
    (path) => {
      paths = [path];
      return stream;
    },
  );
  return { transport, sent, paths: () => paths };
}

describe('exec', () => {
  it('gives out output and the exit code', async () => {
    const { transport, paths } = container(frame(1, 'out'), frame(2, 'err'), exit(7));
    const said: string[] = [];
    const note = (name: string) => (chunk: Uint8Array) => said.push(`${name} ${new TextDecoder().decode(chunk)}`);
    const { signal } = new AbortController();
    const options = { signal, onStdout: note('stdout'), onStderr: note('stderr') };
    expect(await createKubeClient(transport).exec(at, ['sh', '-c', 'exit 7'], options)).toEqual({ exitCode: 7 });
    expect(said).toEqual(['stdout out', 'stderr err']);
    expect(paths()).toEqual([
      '/api/v1/namespaces/lab/pods/web/exec?command=sh&command=-c&command=exit%207&container=app&stdout=true&stderr=true',
    ]);
  });

  it('sends stdin and its end, and the size of the terminal', async () => {
    const { transport, sent } = container(success);
    const { signal } = new AbortController();
    const stdin = (async function* () {
      yield encoder.encode('hello');
    })();
    const terminalSizes = (async function* () {
      yield { columns: 80, rows: 24 };
    })();
    expect(await createKubeClient(transport).exec(at, ['cat'], { signal, stdin, terminalSizes })).toEqual({
      exitCode: 0,
    });
    expect(sent.toSorted()).toEqual(['0:hello', '255:0', '4:{"Width":80,"Height":24}']);
  });

  it('throws when the connection ends before the command', async () => {
    const { signal } = new AbortController();
    await expect(createKubeClient(container(frame(1, 'x')).transport).exec(at, ['x'], { signal })).rejects.toThrow(
      TransportError,
    );
  });

  it('throws the Status of a refused upgrade', async () => {
    const body = JSON.stringify({
      kind: 'Status',
      status: 'Failure',
      reason: 'NotFound',
      code: 404,
      message: 'pods "web" not found',
    });
    const transport = createFakeTransport(
      () => new Response(),
      () => {
        throw new TransportError('refused', { status: 404, body });
      },
    );
    const { signal } = new AbortController();
    await expect(createKubeClient(transport).exec(at, ['x'], { signal })).rejects.toMatchObject({ reason: 'NotFound' });
  });
});
