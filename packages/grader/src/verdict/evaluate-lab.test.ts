import { FakeClock } from '@podlab/apimachinery';
import { type KubeTransport, TransportError } from '@podlab/kube-client';
import type { Lab } from '@podlab/lab-format';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadRealLab } from '../testing/load-real-lab.ts';
import { RunBuilder } from '../testing/run-builder.ts';
import { evaluateLab } from './evaluate-lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await loadRealLab('replaced-not-restarted');
});

const { signal } = new AbortController();

/** Containers that say who they are, or nothing at all. */
function containers(says: ((path: string) => string) | undefined): { transport: KubeTransport; asked: string[] } {
  const asked: string[] = [];
  const frame = (channel: number, text: string) => Uint8Array.of(channel, ...new TextEncoder().encode(text));
  const transport: KubeTransport = {
    fetch: () => Promise.reject(new TransportError('not here', undefined)),
    connect: async (path) => {
      asked.push(path);
      if (!says) throw new TransportError('refused', { status: 500, body: '' });
      const messages = [frame(1, says(path)), frame(3, '{"status":"Success"}')];
      return {
        protocol: 'v5.channel.k8s.io',
        incoming: (async function* () {
          yield* messages;
        })(),
        send: () => {},
        close: () => {},
      };
    },
    close: async () => {},
  };
  return { transport, asked };
}

const threePods = () => {
  const run = new RunBuilder().node('worker').deployment('web', 3).replicaSet('rs', 3);
  return run.pod({ uid: 'a' }).pod({ uid: 'b' }).pod({ uid: 'c' });
};

describe('evaluateLab', () => {
  it('begins the first step and reads every container once, so that there is a before', async () => {
    const { history } = threePods();
    const { transport, asked } = containers((path) => `token of ${path}`);
    const options = { lab, history, transport, clock: new FakeClock(10_000), namespace: 'lab', signal };
    const report = await evaluateLab(options);
    expect(report.steps.map((step) => step.state)).toEqual(['current', 'ahead', 'ahead']);
    await evaluateLab(options);
    expect(asked).toHaveLength(3);
    expect(asked[0]).toContain(
      '/api/v1/namespaces/lab/pods/web-a/exec?command=cat&command=%2Fdata%2Ftoken&container=app',
    );
  });

  it('passes a step and begins the next one with a baseline of its own', async () => {
    const run = threePods();
    const clock = new FakeClock(10_000);
    const { transport } = containers(() => 'the token');
    const options = { lab, history: run.history, transport, clock, namespace: 'lab', signal };
    await evaluateLab(options);
    run.answer('prediction', 'same-pod').pod({ uid: 'a', restarts: 1 });
    await clock.step(10_000);
    const report = await evaluateLab(options);
    expect(report.steps.map((step) => step.state)).toEqual(['passed', 'current', 'ahead']);
    expect(report.steps[1]?.checks.find((check) => check.id === 'nothing-restarted')?.verdict).toBe('passed');
  });

  it('does not fail when a container cannot be read: the check waits', async () => {
    const run = threePods();
    const clock = new FakeClock(10_000);
    const options = {
      lab,
      history: run.history,
      transport: containers(undefined).transport,
      clock,
      namespace: 'lab',
      signal,
    };
    await evaluateLab(options);
    run.pod({ uid: 'a', restarts: 1 });
    const report = await evaluateLab(options);
    const kept = report.steps[0]?.checks.find((check) => check.id === 'token-kept');
    expect(kept).toMatchObject({ verdict: 'notYet', found: 'web-a·a has not been asked since its restart yet.' });
    expect(report.recheckAfterMs).toBeGreaterThan(0);
  });

  it('reads nothing while the cluster does not answer', async () => {
    const { transport, asked } = containers(() => 'x');
    const { history } = threePods();
    const clock = new FakeClock(10_000);
    const report = await evaluateLab({
      lab,
      history,
      transport,
      clock,
      namespace: 'lab',
      unreachableSinceMs: 9000,
      signal,
    });
    expect(asked).toEqual([]);
    expect(report.guards.every((guard) => guard.verdict === 'inconclusive')).toBe(true);
  });
});
