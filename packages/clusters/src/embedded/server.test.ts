import { request } from 'node:https';
import { connect } from 'node:tls';
import { TransportError } from '@podlab/kube-client';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ClusterError } from '../errors.ts';
import { createEchoConnection, createFakeHandler, createFakeStream, jsonAnswer } from '../testing/fake-handler.ts';
import { machineClock, serveForTest, testToken } from '../testing/served.ts';
import { createKubeconfigTransport } from '../kubeconfig/transport.ts';
import { maxBodyBytes } from './read-request.ts';
import { type ServedCluster, serveCluster } from './server.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (value: string) => new TextEncoder().encode(value);
const podList = { kind: 'PodList', apiVersion: 'v1', items: [] };

describe('serveCluster', () => {
  it('passes a request on, without its credentials, and its answer back', async () => {
    const handler = createFakeHandler(() => jsonAnswer(podList, 201));
    const { transport } = await serveForTest(handler);
    const body = JSON.stringify({ kind: 'Pod' });
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const response = await transport.fetch('/api/v1/pods?limit=500', { method: 'POST', headers, body });
    expect([response.status, await response.json()]).toEqual([201, podList]);
    expect(handler.requests).toHaveLength(1);
    expect(handler.requests[0]).toMatchObject({ method: 'POST', path: '/api/v1/pods?limit=500', headers });
    expect(handler.requests[0]?.headers).not.toHaveProperty('authorization');
    expect(text(handler.requests[0]?.body ?? bytes(''))).toBe(body);
  });

  it.each(['DELETE', 'PATCH', 'PUT'])(
    'carries the body of a %s, and the next request on the connection',
    async (method) => {
      const handler = createFakeHandler(() => jsonAnswer({}));
      const { transport } = await serveForTest(handler);
      for (const body of ['{"propagationPolicy":"Orphan"}', 'ö']) {
        const response = await transport.fetch('/api/v1/pods/a', { method, body });
        await response.text();
        expect(text(handler.requests.at(-1)?.body ?? bytes(''))).toBe(body);
      }
      expect(handler.requests).toHaveLength(2);
    },
  );

  it('sends each chunk of a stream when it comes, and stops the stream when the client goes', async () => {
    const stream = createFakeStream();
    const { transport } = await serveForTest(createFakeHandler(() => ({ status: 200, headers: {}, body: stream })));
    const abort = new AbortController();
    const response = await transport.fetch('/api/v1/pods?watch=1', { signal: abort.signal });
    const reader = response.body?.getReader();
    stream.write('one\n');
    expect(text((await reader?.read())?.value ?? bytes(''))).toBe('one\n');
    stream.write('two\n');
    expect(text((await reader?.read())?.value ?? bytes(''))).toBe('two\n');
    abort.abort();
    await expect(reader?.read()).rejects.toBe(abort.signal.reason);
    await expect.poll(() => stream.stopped).toBe(true);
  });

  it('ends the body when the stream ends', async () => {
    const stream = createFakeStream();
    const { transport } = await serveForTest(createFakeHandler(() => ({ status: 200, headers: {}, body: stream })));
    const response = await transport.fetch('/log');
    stream.write('last line\n');
    stream.end();
    expect(await response.text()).toBe('last line\n');
  });

  it('cuts a client that does not read, before what waits for it fills the memory', async () => {
    const stream = createFakeStream();
    const { transport } = await serveForTest(createFakeHandler(() => ({ status: 200, headers: {}, body: stream })));
    const response = await transport.fetch('/api/v1/pods?watch=1');
    const mebibyte = 'x'.repeat(1024 * 1024);
    let sent = 0;
    for (; sent < 256 && !stream.stopped; sent += 1) {
      stream.write(mebibyte);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(sent).toBeLessThan(64);
    await expect(response.text()).rejects.toBeInstanceOf(TransportError);
  });

  it('answers 413 to a body above the limit of the API server', async () => {
    const handler = createFakeHandler(() => jsonAnswer({}));
    const { transport } = await serveForTest(handler);
    const response = await transport.fetch('/api/v1/pods', { method: 'POST', body: 'x'.repeat(maxBodyBytes + 1) });
    expect([response.status, await response.json()]).toEqual([
      413,
      expect.objectContaining({ kind: 'Status', reason: 'RequestEntityTooLarge' }),
    ]);
    expect(handler.requests).toHaveLength(0);
  });

  it('answers 500 with a Status when the cluster throws', async () => {
    const handler = createFakeHandler(() => {
      throw new Error('the journal is full');
    });
    const { transport } = await serveForTest(handler);
    const response = await transport.fetch('/api');
    expect([response.status, await response.json()]).toEqual([
      500,
      expect.objectContaining({ kind: 'Status', message: 'Internal error occurred: the journal is full' }),
    ]);
  });

  it.each([
    ['another token', { authorization: 'Bearer another-token' }, 'Bearer another-token'],
    ['its own token', { authorization: `Bearer ${testToken}` }, undefined],
  ])('leaves it to the cluster to find out who shows %s', async (_what, headers, shown) => {
    const handler = createFakeHandler(() => jsonAnswer({}));
    const { served } = await serveForTest(handler);
    await ask(served, 'GET', headers);
    expect(handler.requests.map((request) => request.headers['authorization'])).toEqual([shown]);
  });

  const refused = {
    'no token': [{}, 401],
    'an empty one': [{ authorization: '' }, 401],
    'a password': [{ authorization: 'Basic YTpi' }, 401],
    'no name of this server': [{ host: 'evil.example' }, 403],
    'a name that a page could point here': [{ authorization: `Bearer ${testToken}`, host: 'evil.example:{port}' }, 403],
    'another port in the Host header': [{ authorization: `Bearer ${testToken}`, host: '127.0.0.1:1' }, 403],
  } as const;
  for (const [what, [headers, status]] of Object.entries(refused))
    it.each(['GET', 'OPTIONS', 'upgrade'])(`answers ${status} for ${what} (%s), without CORS`, async (how) => {
      const handler = createFakeHandler(() => jsonAnswer({}));
      const { served } = await serveForTest(handler);
      const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
      const answer = await ask(served, how === 'upgrade' ? 'GET' : how, {
        origin: 'https://evil.example',
        ...headers,
        ...('host' in headers && { host: headers.host.replace('{port}', String(served.port)) }),
        ...(how === 'upgrade' && { ...upgrade, 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==' }),
      });
      expect(answer.status).toBe(status);
      expect(JSON.parse(answer.body)).toMatchObject({ kind: 'Status', status: 'Failure', code: status });
      expect(answer.headerNames.filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(handler.requests).toHaveLength(0);
    });

  it('also answers as localhost', async () => {
    const { served } = await serveForTest(createFakeHandler(() => jsonAnswer({})));
    const headers = { authorization: `Bearer ${testToken}`, host: `LOCALHOST:${served.port}` };
    expect((await ask(served, 'GET', headers)).status).toBe(200);
  });

  it('says what to do when the port is in use', async () => {
    const handler = createFakeHandler(() => jsonAnswer({}));
    const { served } = await serveForTest(handler);
    const again = serveForTest(handler, { port: served.port });
    await expect(again).rejects.toBeInstanceOf(ClusterError);
    await expect(again).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: expect.stringMatching(`port ${served.port} on 127.0.0.1 is used .*choose another`),
    });
  });

  it('cuts open streams and connections when its signal is aborted, and frees the port', async () => {
    const stream = createFakeStream();
    const connection = createEchoConnection('v5.channel.k8s.io');
    const handler = createFakeHandler(
      () => ({ status: 200, headers: {}, body: stream }),
      () => connection,
    );
    const abort = new AbortController();
    const served = await serveCluster(handler, { token: testToken, clock: machineClock, signal: abort.signal });
    const transport = transportTo(served);
    const watch = await transport.fetch('/watch');
    const exec = await transport.connect('/exec', ['v5.channel.k8s.io'], { signal: new AbortController().signal });
    abort.abort();
    await expect(watch.text()).rejects.toBeInstanceOf(TransportError);
    await expect(drain(exec.incoming)).rejects.toBeInstanceOf(TransportError);
    await served.close();
    expect([stream.stopped, connection.closed]).toEqual([true, true]);
    await serveForTest(handler, { port: served.port });
  });
});

describe('upgrades', () => {
  it('carries messages both ways over the sub-protocol that the cluster chose', async () => {
    const connection = createEchoConnection('v4.channel.k8s.io');
    const offered: (readonly string[])[] = [];
    const handler = createFakeHandler(
      () => jsonAnswer({}),
      (_request, protocols) => {
        offered.push(protocols);
        return connection;
      },
    );
    const { transport } = await serveForTest(handler);
    const protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
    const stream = await transport.connect('/exec?command=sh', protocols, { signal: new AbortController().signal });
    expect([stream.protocol, offered]).toEqual(['v4.channel.k8s.io', [protocols]]);
    stream.send(bytes('ping'));
    stream.send(bytes('close'));
    const received: string[] = [];
    for await (const message of stream.incoming) received.push(text(message));
    expect(received).toEqual(['hello', 'ping']);
    await expect.poll(() => connection.closed).toBe(true);
  });

  it('tells the cluster when the client is gone', async () => {
    const connection = createEchoConnection('v5.channel.k8s.io');
    const { transport } = await serveForTest(
      createFakeHandler(
        () => jsonAnswer({}),
        () => connection,
      ),
    );
    const abort = new AbortController();
    const stream = await transport.connect('/exec', ['v5.channel.k8s.io'], { signal: abort.signal });
    abort.abort();
    await expect(drain(stream.incoming)).rejects.toBe(abort.signal.reason);
    await expect.poll(() => connection.closed).toBe(true);
  });

  it('hands the cluster’s refusal to the client', async () => {
    const refusal = jsonAnswer({ kind: 'Status', message: 'pods "x" not found' }, 404);
    const { transport } = await serveForTest(createFakeHandler(() => refusal));
    const attempt = transport.connect('/exec', ['v5.channel.k8s.io'], { signal: new AbortController().signal });
    await expect(attempt).rejects.toMatchObject({
      code: 'TRANSPORT_FAILED',
      response: { status: 404, body: refusal.body },
    });
  });

  it('passes on what the cluster refuses to a client that speaks SPDY, and refuses protocols that it does not', async () => {
    const refusal = jsonAnswer({ kind: 'Status', message: 'container nope is not valid for pod box' }, 400);
    const { served } = await serveForTest(createFakeHandler(() => refusal));
    const headers = { authorization: `Bearer ${testToken}`, connection: 'Upgrade' };
    expect((await ask(served, 'POST', { ...headers, upgrade: 'SPDY/3.1' })).body).toBe(refusal.body);
    expect((await ask(served, 'POST', { ...headers, upgrade: 'SPDY/2' })).body).toContain('cannot upgrade to');
  });

  it('survives a client that speaks no TLS, or leaves in the middle of a request', async () => {
    const { served, transport } = await serveForTest(createFakeHandler(() => jsonAnswer(podList)));
    const socket = connect({ port: served.port, host: '127.0.0.1', ca: served.certificateAuthority });
    onTestFinished(() => void socket.destroy());
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    socket.write(`POST / HTTP/1.1\r\nHost: 127.0.0.1:${served.port}\r\nAuthorization: Bearer ${testToken}\r\n`);
    socket.write('Content-Length: 10\r\n\r\nabc', () => socket.destroy());
    await expect(fetch(`http://127.0.0.1:${served.port}/`)).rejects.toThrow('fetch failed');
    expect((await transport.fetch('/api')).status).toBe(200);
  });
});

async function drain(incoming: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _message of incoming);
}

function transportTo(served: ServedCluster) {
  const transport = createKubeconfigTransport({
    server: served.url,
    certificateAuthority: served.certificateAuthority,
    token: served.token,
    namespace: 'default',
    context: 'test',
  });
  onTestFinished(() => transport.close());
  return transport;
}

interface PlainAnswer {
  readonly status: number;
  readonly headerNames: readonly string[];
  readonly body: string;
}

function ask(served: ServedCluster, method: string, headers: Record<string, string>): Promise<PlainAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      served.url,
      { method, headers, ca: served.certificateAuthority, servername: 'localhost', agent: false },
      (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => {
          body += chunk;
        });
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headerNames: Object.keys(answer.headers), body }),
        );
      },
    );
    outgoing.once('error', reject);
    outgoing.end();
  });
}
