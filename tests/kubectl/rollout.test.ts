import { expect, it } from 'vitest';
import { rows } from './client.ts';
import { deployment } from './manifests.ts';
import { describeForEachClient } from './suite.ts';

describeForEachClient('rollouts', ({ kubectl }) => {
  it('restarts, reports, remembers and goes back', async () => {
    await kubectl().ok('apply -f -', { stdin: deployment('web', { replicas: 2 }) });
    const status = () => kubectl().ok('rollout status deployment/web --timeout=60s');
    expect(await status()).toMatch(/^deployment "web" successfully rolled out$/m);

    expect(await kubectl().ok('rollout restart deployment/web')).toBe('deployment.apps/web restarted\n');
    expect(await status()).toMatch(/Waiting for deployment.*\n(.*\n)*deployment "web" successfully rolled out$/m);
    expect(await kubectl().ok('get deployment web -o jsonpath={.spec.template.metadata.annotations}')).toContain(
      'kubectl.kubernetes.io/restartedAt',
    );

    expect(await kubectl().ok('set image deployment/web main=busybox:1.37.0')).toBe(
      'deployment.apps/web image updated\n',
    );
    const history = await kubectl().ok('rollout history deployment/web');
    expect(history).toMatch(/^deployment\.apps\/web/);
    expect(history).toMatch(/^REVISION +CHANGE-CAUSE\n1 +<none>\n2 +<none>\n3 +<none>$/m);
    expect(await kubectl().ok('rollout history deployment/web --revision=3')).toMatch(/Image:\s+busybox:1\.37\.0/);

    expect(await kubectl().ok('rollout undo deployment/web --to-revision=1')).toBe('deployment.apps/web rolled back\n');
    expect(await status()).toContain('successfully rolled out');
    expect(await kubectl().ok('get deployment web -o jsonpath={.spec.template.spec.containers[0].image}')).toBe(
      'busybox:1.37',
    );
    const sets = rows(await kubectl().ok('get rs -l app=web --sort-by=.spec.replicas'));
    expect(sets.map((row) => row[1])).toEqual(['0', '0', '2']);

    expect(await kubectl().ok('rollout pause deployment/web')).toBe('deployment.apps/web paused\n');
    expect(await kubectl().ok('rollout resume deployment/web')).toBe('deployment.apps/web resumed\n');
  });
});
