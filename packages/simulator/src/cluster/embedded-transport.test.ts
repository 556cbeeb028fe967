import { TransportError } from '@podlab/kube-client';
import { describe, expect, it } from 'vitest';
import { createRunToIdlePacer } from '../time/run-to-idle.ts';
import { createEmbeddedCluster } from './create-embedded-cluster.ts';
import { createEmbeddedTransport } from './embedded-transport.ts';

const startTimeMs = Date.UTC(2026, 10, 24, 12);
const { signal } = new AbortController();
const pods = '/api/v1/namespaces/default/pods';

function open() {
  const cluster = createEmbeddedCluster({
    seed: 'transport',
    startTimeMs,
    nodes: [{ name: 'n', role: 'control-plane' }],
  });
  cluster.time.runUntil(startTimeMs + 5_000);
  const pacer = createRunToIdlePacer(cluster, {
    yieldToHost: () => new Promise((resolve) => setImmediate(resolve)),
  });
  return { cluster, pacer, transport: createEmbeddedTransport(cluster, pacer) };
}

async function createPod({ transport, pacer }: ReturnType<typeof open>, script: string): Promise<void> {
  const containers = [{ name: 'app', image: 'busybox:1.37', command: ['sh', '-c', script] }];
  const body = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers } });
  const headers = { 'Content-Type': 'application/json' };
  const response = await transport.fetch(pods, { method: 'POST', headers, body });
  expect(response.status).toBe(201);
  await pacer.clock.sleep(3_000, { signal });
}

describe('embedded transport', () => {
  it('answers with real Responses, failures too', async () => {
    const { transport } = open();
    const response = await transport.fetch(`${pods}/nope`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ kind: 'Status', reason: 'NotFound' });
  });

  it('streams a watch while time passes, until it is aborted', async () => {
    const opened = open();
    const controller = new AbortController();
    const response = await opened.transport.fetch(`${pods}?watch=true`, { signal: controller.signal });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    await createPod(opened, 'sleep 1000');
    const first = await reader?.read();
    expect(first?.value).toContain('"type":"ADDED"');
    controller.abort(new Error('enough'));
    await expect(
      (async () => {
        for (;;) await reader?.read();
      })(),
    ).rejects.toThrow('enough');
  });

  it('follows logs to the end of the container', async () => {
    const opened = open();
    await createPod(opened, 'for i in 1 2 3; do echo $i; sleep 2; done');
    const response = await opened.transport.fetch(`${pods}/web/log?follow=true`);
    const [text] = await Promise.all([response.text(), opened.pacer.clock.sleep(10_000, { signal })]);
    expect(text).toBe('1\n2\n3\n');
  });

  it('runs a command in a container, which takes its time', async () => {
    const opened = open();
    await createPod(opened, 'sleep 1000');
    const before = opened.pacer.clock.nowMs();
    const stream = await opened.transport.connect(
      `${pods}/web/exec?command=sh&command=-c&command=${encodeURIComponent('sleep 5; echo done; exit 3')}&stdout=true&stderr=true`,
      ['v5.channel.k8s.io'],
      { signal },
    );
    const messages: string[] = [];
    for await (const message of stream.incoming)
      messages.push(`${message[0]} ${new TextDecoder().decode(message.slice(1))}`);
    expect(messages[0]).toBe('1 done\n');
    expect(messages[1]).toContain('NonZeroExitCode');
    expect(opened.pacer.clock.nowMs() - before).toBeGreaterThanOrEqual(5_000);
  });

  it('says why an upgrade was refused', async () => {
    const { transport } = open();
    const refused = transport.connect(`${pods}/nope/exec?command=ls&stdout=true`, ['v5.channel.k8s.io'], { signal });
    await expect(refused).rejects.toThrow(TransportError);
    await expect(refused).rejects.toMatchObject({ response: { status: 404 } });
  });

  it('ends its streams when it is closed, and refuses from then on', async () => {
    const { transport } = open();
    const response = await transport.fetch(`${pods}?watch=true`);
    await transport.close();
    expect(await response.text()).toBe('');
    await expect(transport.fetch(pods)).rejects.toThrow('closed');
  });
});
