import { expect, it } from 'vitest';
import { lines, rows } from './client.ts';
import { deployment } from './manifests.ts';
import { describeForEachClient } from './suite.ts';

describeForEachClient('nodes', ({ kubectl }) => {
  it('cordons, drains and uncordons', async () => {
    await kubectl().ok('create -f -', { stdin: deployment('web', { replicas: 2 }) });
    await kubectl().ok('rollout status deployment/web --timeout=60s');
    const [node = ''] = lines(await kubectl().ok('get pods -l app=web -o jsonpath={.items[0].spec.nodeName}'));
    const status = async () => rows(await kubectl().ok(`get node ${node}`))[0]?.[1];

    expect(await kubectl().ok(`cordon ${node}`)).toBe(`node/${node} cordoned\n`);
    expect(await kubectl().ok(`cordon ${node}`)).toBe(`node/${node} already cordoned\n`);
    expect(await status()).toBe('Ready,SchedulingDisabled');

    const drain = await kubectl().ok(
      `drain ${node} --ignore-daemonsets --delete-emptydir-data --force --timeout=60s --pod-selector=app=web`,
    );
    expect(drain).toMatch(/^evicting pod .*\/web-/m);
    expect(drain).toMatch(new RegExp(`^node/${node} drained$`, 'm'));
    await kubectl().ok('wait deployment/web --for=jsonpath={.status.readyReplicas}=2 --timeout=60s');
    const nodes = await kubectl().ok('get pods -l app=web -o jsonpath={.items[*].spec.nodeName}');
    expect(nodes.split(' ')).not.toContain(node);

    expect(await kubectl().ok(`uncordon ${node}`)).toBe(`node/${node} uncordoned\n`);
    expect(await status()).toBe('Ready');
  });

  it('is held up by a disruption budget', async () => {
    await kubectl().ok('create pdb guard --selector=app=web --min-available=2');
    await kubectl().ok('wait pdb/guard --for=jsonpath={.status.expectedPods}=2 --timeout=60s');
    const pods = lines(await kubectl().ok('get pods -l app=web -o jsonpath={.items[0].spec.nodeName}'));
    const drain = await kubectl().run(
      `drain ${pods[0]} --ignore-daemonsets --force --pod-selector=app=web --timeout=3s`,
    );
    expect(drain.code).toBe(1);
    expect(drain.stderr).toMatch(/Cannot evict pod as it would violate the pod's disruption budget\./);
    await kubectl().ok(`uncordon ${pods[0]}`);
    await kubectl().ok('delete pdb guard');
  });
});
