import { describe, expect, it } from 'vitest';
import { openCluster } from '../testing/one-node.ts';
import { ask, send, textOf } from '../testing/request.ts';

const pods = '/api/v1/namespaces/default/pods';

describe('an ephemeral container', () => {
  function openDebugged(container: object) {
    const opened = openCluster();
    const { cluster, run, pass } = opened;
    run({ script: 'trap "exit 0" TERM; while true; do sleep 1; done' });
    pass(3_000);
    const pod = ask(cluster, 'GET', `${pods}/web`) as unknown as { spec: object };
    ask(cluster, 'PUT', `${pods}/web/ephemeralcontainers`, {
      ...pod,
      spec: { ...pod.spec, ephemeralContainers: [{ name: 'look', image: 'busybox:1.37', ...container }] },
    });
    pass(8_000);
    const logs = () => textOf(send(cluster, 'GET', `${pods}/web/log?container=look`).body);
    return { ...opened, logs };
  }

  it('sees the processes of its target, and changes nothing else of the Pod, as the recording `debug` shows', () => {
    const { pod, logs, seen } = openDebugged({ command: ['sh', '-c', 'ps; sleep 3'], targetContainerName: 'app' });
    expect(logs()).toMatch(/1 root .* sh -c trap/);
    expect(logs()).toContain('sh -c ps; sleep 3');
    const { metadata, status } = pod();
    const [look] = (status?.ephemeralContainerStatuses ?? []) as object[];
    expect(look).toMatchObject({ name: 'look', ready: false, restartCount: 0, state: { terminated: { exitCode: 0 } } });
    expect(look).not.toHaveProperty('started');
    expect(metadata?.generation).toBe(2);
    expect(status).toMatchObject({ phase: 'Running', containerStatuses: [{ restartCount: 0, ready: true }] });
    expect(seen.events('web').filter((event) => event === 'Started x1: Container started')).toHaveLength(2);
  });

  it('sees only itself without a target', () => {
    const { logs } = openDebugged({ command: ['sh', '-c', 'cat /proc/1/cmdline; sleep 1'] });
    expect(logs()).toContain('cat /proc/1/cmdline');
  });

  it('is not started again when it has ended', () => {
    const { pass, pod } = openDebugged({ command: ['sh', '-c', 'exit 7'] });
    pass(60_000);
    const [look] = pod().status?.ephemeralContainerStatuses ?? [];
    expect(look).toMatchObject({ restartCount: 0, state: { terminated: { exitCode: 7 } } });
  });
});

describe('containers that share their Pod’s processes', () => {
  it('have /pause as PID 1, die of TERM themselves, and come back in a new sandbox when PID 1 is killed', () => {
    const { run, pass, exec, pod, seen } = openCluster();
    run({ shareProcessNamespace: true, containers: [{ name: 'app', command: ['sleep', '1000'] }, { name: 'b' }] });
    pass(3_000);
    expect(exec('ps -o pid,user,args | head -3')).toMatch(
      /PID +USER +COMMAND\n +1 +65535 +\/pause\n.*root +sleep 1000/,
    );
    exec('killall sleep');
    pass(3_000);
    expect(
      pod().status?.containerStatuses?.map(({ restartCount, lastState }) => [
        restartCount,
        lastState?.terminated?.exitCode,
      ]),
    ).toContainEqual([1, 143]);
    exec('kill 1');
    pass(10_000);
    expect(pod().status?.phase).toBe('Running');
    expect(seen.events('web')).toContain('SandboxChanged x1: Pod sandbox changed, it will be killed and re-created.');
  });
});
