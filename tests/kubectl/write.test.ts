import { expect, it } from 'vitest';
import { lines, rows } from './client.ts';
import { deployment, pod } from './manifests.ts';
import { describeForEachClient } from './suite.ts';

describeForEachClient('writing', ({ kubectl }) => {
  const apply = (manifest: string) => kubectl().ok('apply -f -', { stdin: manifest });

  it('applies: created, unchanged, configured', async () => {
    expect(await apply(deployment('web'))).toBe('deployment.apps/web created\n');
    expect(await apply(deployment('web'))).toBe('deployment.apps/web unchanged\n');
    expect(await apply(deployment('web', { replicas: 2 }))).toBe('deployment.apps/web configured\n');
    expect(await kubectl().ok('get deployment web -o jsonpath={.spec.replicas}')).toBe('2');
  });

  it('applies on the server’s side, and says who else owns a field', async () => {
    const serverSide = (more: string, manifest: string) =>
      kubectl().run(`apply --server-side -f -${more}`, { stdin: manifest });
    expect(await serverSide('', deployment('ssa'))).toMatchObject({
      stdout: 'deployment.apps/ssa serverside-applied\n',
    });
    await kubectl().ok('scale deployment ssa --replicas=2');
    const conflict = await serverSide('', deployment('ssa', { replicas: 3 }));
    expect([conflict.code, conflict.stderr]).toEqual([1, expect.stringContaining('Apply failed with 1 conflict')]);
    expect(await serverSide(' --force-conflicts', deployment('ssa', { replicas: 3 }))).toMatchObject({ code: 0 });
  });

  it('scales, and shows it', async () => {
    await apply(deployment('scaled'));
    expect(await kubectl().ok('scale deployment/scaled --replicas=3')).toBe('deployment.apps/scaled scaled\n');
    await kubectl().ok('wait deployment/scaled --for=jsonpath={.status.readyReplicas}=3 --timeout=60s');
    await kubectl().ok('scale deployment/scaled --replicas=0');
    await kubectl().ok('wait pod -l app=scaled --for=delete --timeout=60s');
    const refused = await kubectl().run('scale deployment/scaled --current-replicas=5 --replicas=1');
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('Expected replicas to be 5, was 0')]);
  });

  it('creates Deployments, ConfigMaps and namespaces from the command line', async () => {
    expect(await kubectl().ok('create deployment made --image=busybox:1.37 --replicas=2 -- sleep 1000')).toBe(
      'deployment.apps/made created\n',
    );
    expect(await kubectl().ok('create configmap settings --from-literal=a=1 --from-literal=b=two')).toBe(
      'configmap/settings created\n',
    );
    expect(await kubectl().ok('get configmap settings -o jsonpath={.data}')).toBe('{"a":"1","b":"two"}');
    const again = await kubectl().run('create configmap settings');
    expect([again.code, again.stderr]).toEqual([
      1,
      'error: failed to create configmap: configmaps "settings" already exists\n',
    ]);
    const namespace = `${kubectl().namespace}-b`;
    expect(await kubectl().ok(`create namespace ${namespace}`)).toBe(`namespace/${namespace} created\n`);
    expect(await kubectl().ok(`delete namespace ${namespace}`)).toContain(`namespace "${namespace}" deleted`);
    expect((await kubectl().run(`get namespace ${namespace}`)).code).toBe(1);
    await kubectl().ok('delete deployment made --wait=false');
  });

  it('runs a Pod and waits for what becomes of it', async () => {
    expect(await kubectl().ok('run once --image=busybox:1.37 --restart=Never -- echo done')).toBe('pod/once created\n');
    await kubectl().ok('wait pod/once --for=jsonpath={.status.phase}=Succeeded --timeout=60s');
    expect(await kubectl().ok('logs once')).toBe('done\n');
    const late = await kubectl().run('wait pod/once --for=condition=Ready --timeout=1s');
    expect([late.code, late.stderr]).toEqual([1, 'error: timed out waiting for the condition on pods/once\n']);
  });

  it('labels, annotates and patches', async () => {
    await kubectl().ok('create -f -', { stdin: pod('marked', 'sleep 1000') });
    expect(await kubectl().ok('label pod marked tier=front')).toBe('pod/marked labeled\n');
    const clash = await kubectl().run('label pod marked tier=back');
    expect([clash.code, clash.stderr]).toEqual([
      1,
      "error: 'tier' already has a value (front), and --overwrite is false\n",
    ]);
    await kubectl().ok('label pod marked tier=back --overwrite');
    expect(await kubectl().ok('label pod marked tier-')).toBe('pod/marked unlabeled\n');
    // 1.27 says `annotate`.
    expect(await kubectl().ok('annotate pod marked note=seen')).toMatch(/^pod\/marked annotated?\n$/);
    const strategic = ['patch', 'pod', 'marked', '-p', '{"metadata":{"labels":{"by":"strategic"}}}'];
    expect(await kubectl().ok(strategic)).toBe('pod/marked patched\n');
    await kubectl().ok(['patch', 'pod', 'marked', '--type=merge', '-p', '{"metadata":{"labels":{"app":null}}}']);
    const json = '[{"op":"add","path":"/metadata/labels/last","value":"json"}]';
    await kubectl().ok(['patch', 'pod', 'marked', '--type=json', '-p', json]);
    const labels = await kubectl().ok('get pod marked -o jsonpath={.metadata.labels}');
    expect(JSON.parse(labels)).toEqual({ by: 'strategic', last: 'json' });
  });

  it('deletes by name, by file and by label, and waits until it is gone', async () => {
    await apply(deployment('doomed', { replicas: 2 }));
    await kubectl().ok('rollout status deployment/doomed --timeout=60s');
    const [victim = ''] = lines(await kubectl().ok('get pods -l app=doomed -o name'));
    // From 1.33 on kubectl names the namespace, too.
    expect(await kubectl().ok(`delete ${victim}`)).toMatch(/^pod "doomed-[^"]+" deleted/);
    expect((await kubectl().run(`get ${victim}`)).code).toBe(1);
    await kubectl().ok('wait deployment/doomed --for=condition=Available --timeout=60s');
    expect(await kubectl().ok('delete -f -', { stdin: deployment('doomed') })).toMatch(
      /^deployment\.apps "doomed" deleted/,
    );
    await kubectl().ok('wait pod -l app=doomed --for=delete --timeout=60s');
    expect(rows(await kubectl().ok('get pods -l app=doomed'))).toEqual([]);
    await kubectl().ok('create -f -', { stdin: pod('stubborn', 'while :; do sleep 1; done') });
    await kubectl().ok('delete pod stubborn --grace-period=0 --force');
    const gone = await kubectl().run('delete pod stubborn');
    expect([gone.code, gone.stderr]).toEqual([1, 'Error from server (NotFound): pods "stubborn" not found\n']);
    expect(await kubectl().ok('delete pod stubborn --ignore-not-found')).toBe('');
  });

  it('hands on what the server finds invalid', async () => {
    const wrong = JSON.parse(deployment('wrong')) as { spec: { selector: { matchLabels: object } } };
    wrong.spec.selector.matchLabels = { app: 'other' };
    const invalid = await kubectl().run('create -f -', { stdin: JSON.stringify(wrong) });
    expect([invalid.code, invalid.stderr]).toEqual([
      1,
      'The Deployment "wrong" is invalid: spec.template.metadata.labels: Invalid value: {"app":"wrong"}: ' +
        '`selector` does not match template `labels`\n',
    ]);
    const changed = await kubectl().run(['set', 'image', 'pod/marked', 'nope=busybox:1.37']);
    expect(changed.code).toBe(1);
    const garbage = await kubectl().run('create -f -', { stdin: '{"kind":"Pod","apiVersion":"v9"}' });
    expect([garbage.code, garbage.stderr]).toEqual([
      1,
      expect.stringContaining('no matches for kind "Pod" in version "v9"'),
    ]);
  });
});

describeForEachClient(
  'validating',
  ({ kubectl }) => {
    it('finds misspelt fields before they do harm', async () => {
      const misspelt = deployment('misspelt').replace('"replicas"', '"replica"');
      const { code, stderr } = await kubectl().run('create -f - --validate=strict', { stdin: misspelt });
      expect([code, stderr]).toEqual([1, expect.stringContaining('unknown field "spec.replica"')]);
    });
  },
  { from: 29 },
);
