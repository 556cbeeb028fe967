import { describe, expect, it } from 'vitest';
import { openCluster } from './testing/one-node.ts';
import { ask } from './testing/request.ts';

const web = '/api/v1/namespaces/default/pods/web';

describe('a kubelet that is busy with a Pod', () => {
  it('shows all the same that another container has become ready, as `term-ready` does', () => {
    const { run, pass, pod } = openCluster();
    const probe = (command: string[]) => ({ exec: { command }, periodSeconds: 1, failureThreshold: 1 });
    run({
      terminationGracePeriodSeconds: 20,
      containers: [
        {
          name: 'sick',
          command: ['sh', '-c', "trap '' TERM; while :; do sleep 1; done"],
          livenessProbe: { ...probe(['false']), initialDelaySeconds: 3 },
        },
        {
          name: 'ok',
          command: ['sh', '-c', 'sleep 8; touch /tmp/ok; sleep 1000'],
          readinessProbe: probe(['cat', '/tmp/ok']),
        },
      ],
    });
    pass(7_000);
    const ready = () => pod().status?.containerStatuses?.map((status) => `${status.name} ${status.ready}`);
    expect(ready()).toEqual(['ok false', 'sick true']);
    pass(5_000);
    expect(ready()).toEqual(['ok true', 'sick true']);
    expect(pod().status?.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('True');
    expect(pod().status?.containerStatuses?.map(({ restartCount }) => restartCount)).toEqual([0, 0]);
  });

  it('shows a restarted container as not started while it is still taken for ready, as `probes-more` does', () => {
    const { run, pass, seen } = openCluster();
    const probe = (command: string[]) => ({ exec: { command }, periodSeconds: 2 });
    run({
      terminationGracePeriodSeconds: 1,
      containers: [
        {
          name: 'app',
          command: ['sh', '-c', 'sleep 5; touch /tmp/up; sleep 1000'],
          startupProbe: { ...probe(['cat', '/tmp/up']), failureThreshold: 10 },
          livenessProbe: { ...probe(['false']), failureThreshold: 2 },
        },
      ],
    });
    pass(25_000);
    const after = (seen.pods.get('web') ?? []).flatMap((state) => {
      const [, ready, started] = /app running .* ready (\w+) started (\w+) restarts 1$/.exec(state) ?? [];
      return ready === undefined ? [] : [`ready ${ready}, started ${started}`];
    });
    expect(after.slice(0, 3)).toEqual([
      'ready true, started true',
      'ready true, started false',
      'ready false, started false',
    ]);
  });

  it.each([
    { about: 'while its volumes are mounted', afterMs: 150, reason: 'ContainerStatusUnknown' },
    { about: 'once its sandbox is being made', afterMs: 300, reason: 'Error' },
  ])('ends a Pod that is deleted $about, as `generators` does', ({ afterMs, reason }) => {
    const { run, pass, cluster, seen } = openCluster();
    run({ terminationGracePeriodSeconds: 1 });
    pass(afterMs);
    ask(cluster, 'DELETE', web);
    pass(5_000);
    expect(seen.pods.get('web')?.at(-1)).toMatch(new RegExp(`^DELETED .* \\| app ${reason}\\(137\\)`));
  });

  it('lets a hook come to its end before it ends the Pod, as `delete-early` does', () => {
    const { run, pass, cluster, seen } = openCluster();
    run({
      terminationGracePeriodSeconds: 1,
      containers: [{ name: 'app', lifecycle: { postStart: { exec: { command: ['sleep', '20'] } } } }],
    });
    pass(5_000);
    ask(cluster, 'DELETE', web);
    pass(10_000);
    expect(seen.events('web').some((event) => event.startsWith('Killing'))).toBe(false);
    pass(12_000);
    expect(seen.events('web').some((event) => event.startsWith('Killing'))).toBe(true);
    expect(seen.pods.get('web')?.at(-1)).toContain('DELETED');
  });
});
