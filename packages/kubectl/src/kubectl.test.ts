import { type KubeObject, statuses } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import { createFakeCluster, json } from './testing/fake-cluster.ts';

const pod = (name: string, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'lab', labels: { app: 'web' } },
  ...more,
});
const deployment = (spec: object, status: object = {}, metadata: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'lab', generation: 2, ...metadata },
  spec,
  status,
});

describe('usage', () => {
  it.each<[string, string[], string]>([
    ['an unknown flag', ['get', 'pods', '--foo'], "error: unknown flag: --foo\nSee 'kubectl get --help' for usage.\n"],
    [
      'an unknown letter',
      ['get', 'pods', '-Z'],
      "error: unknown shorthand flag: 'Z' in -Z\nSee 'kubectl get --help' for usage.\n",
    ],
    [
      'a flag without its value',
      ['get', 'pods', '-o'],
      "error: flag needs an argument: 'o' in -o\nSee 'kubectl get --help' for usage.\n",
    ],
    [
      'a number that is none',
      ['scale', 'deploy/web', '--replicas=many'],
      'error: invalid argument "many" for "--replicas" flag: strconv.ParseInt: parsing "many": invalid syntax\nSee \'kubectl scale --help\' for usage.\n',
    ],
    ['an unknown type', ['get', 'nosuch'], 'error: the server doesn\'t have a resource type "nosuch"\n'],
    ['an object that is not there', ['get', 'pod', 'x'], 'Error from server (NotFound): pods "x" not found\n'],
    [
      'a name and a type in both ways',
      ['get', 'pods', 'pod/x'],
      "error: there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'\n",
    ],
    ['a type without a name', ['delete', 'pods'], 'error: resource(s) were provided, but no name was specified\n'],
    ['a missing file', ['apply', '-f', 'no-such-file.yaml'], 'error: the path "no-such-file.yaml" does not exist\n'],
    ['scaling without a number', ['scale', 'deploy/web'], 'error: required flag(s) "replicas" not set\n'],
  ])('refuses %s', async (_, argv, stderr) => {
    expect(await createFakeCluster().run(...argv)).toEqual({ stdout: '', stderr, exitCode: 1 });
  });

  it('says what is not in it and what to do', async () => {
    const { stderr, exitCode } = await createFakeCluster().run('port-forward', 'pod/x', '80');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('https://kubernetes.io/docs/tasks/tools/');
  });
});

describe('get', () => {
  it("prints the server's columns, wide ones on demand, and labels", async () => {
    const cluster = createFakeCluster();
    cluster.put(pod('web-1'));
    cluster.put(pod('b'));
    expect((await cluster.run('get', 'pods')).stdout).toBe('NAME    READY\nweb-1   1/1\nb       1/1\n');
    expect((await cluster.run('get', 'po', 'b', '-o', 'wide', '--show-labels')).stdout).toBe(
      'NAME   READY   NODE   LABELS\nb      1/1     n1     app=web\n',
    );
    expect((await cluster.run('get', 'pods', '-A', '-L', 'app', '--no-headers')).stdout).toBe(
      'lab   web-1   1/1   web\nlab   b       1/1   web\n',
    );
  });

  it('prints several types with their names in full, one table after the other', async () => {
    const cluster = createFakeCluster();
    cluster.put(pod('a'));
    cluster.put(deployment({}));
    expect((await cluster.run('get', 'deploy,pods')).stdout).toBe(
      'NAME                  READY\ndeployment.apps/web   1/1\n\nNAME    READY\npod/a   1/1\n',
    );
  });

  it.each([
    ['name', 'pod/a\n'],
    ['jsonpath={.metadata.name}{"\\n"}', 'a\n'],
    ['custom-columns=N:.metadata.name,X:.nope', 'N     X\na     <none>\n'],
    [
      'yaml',
      'apiVersion: v1\nkind: Pod\nmetadata:\n  creationTimestamp: "2026-01-01T00:00:00Z"\n  labels:\n    app: web\n  name: a\n  namespace: lab\n  resourceVersion: "1"\n  uid: uid-a\n',
    ],
  ])('prints -o %s', async (output, stdout) => {
    const cluster = createFakeCluster();
    cluster.put(pod('a'));
    expect(await cluster.run('get', 'pod/a', '-o', output)).toEqual({ stdout, stderr: '', exitCode: 0 });
  });

  it('says that there is nothing', async () => {
    const cluster = createFakeCluster();
    expect(await cluster.run('get', 'pods')).toEqual({
      stdout: '',
      stderr: 'No resources found in lab namespace.\n',
      exitCode: 0,
    });
    expect((await cluster.run('get', 'nodes')).stderr).toBe('No resources found\n');
  });

  it('prints what it found and tells what it did not', async () => {
    const cluster = createFakeCluster();
    cluster.put(pod('a'));
    expect(await cluster.run('get', 'pods', 'a', 'b')).toEqual({
      stdout: 'NAME   READY\na      1/1\n',
      stderr: 'Error from server (NotFound): pods "b" not found\n',
      exitCode: 1,
    });
  });
});

describe('apply', () => {
  const file = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: "1"}\n';

  it('creates with the annotation that the next apply compares with', async () => {
    const cluster = createFakeCluster({ files: { 'c.yaml': file } });
    expect(await cluster.run('apply', '-f', 'c.yaml')).toEqual({
      stdout: 'configmap/c created\n',
      stderr: '',
      exitCode: 0,
    });
    expect(cluster.seen).toMatchObject([
      {
        method: 'POST',
        path: '/api/v1/namespaces/lab/configmaps?fieldManager=kubectl-client-side-apply&fieldValidation=Strict',
        body: {
          metadata: {
            annotations: {
              'kubectl.kubernetes.io/last-applied-configuration':
                '{"apiVersion":"v1","data":{"a":"1"},"kind":"ConfigMap","metadata":{"annotations":{},"name":"c","namespace":"lab"}}\n',
            },
          },
        },
      },
    ]);
  });

  it('leaves alone what is as it should be, and patches what is not', async () => {
    const cluster = createFakeCluster({ files: { 'c.yaml': file, 'd.yaml': file.replace('a: "1"', 'b: "2"') } });
    await cluster.run('apply', '-f', 'c.yaml');
    cluster.put(cluster.seen[0]?.body as KubeObject);
    cluster.seen.length = 0;
    expect((await cluster.run('apply', '-f', 'c.yaml')).stdout).toBe('configmap/c unchanged\n');
    expect(cluster.seen).toEqual([]);
    expect((await cluster.run('apply', '-f', 'd.yaml')).stdout).toBe('configmap/c configured\n');
    expect(cluster.seen).toMatchObject([
      { method: 'PATCH', contentType: 'application/strategic-merge-patch+json', body: { data: { a: null, b: '2' } } },
    ]);
  });

  it('names the file in errors, but not for what is invalid', async () => {
    const cluster = createFakeCluster({ files: { 'c.yaml': file } });
    cluster.answers.push(({ method }) =>
      method === 'POST' ? json(statuses.badRequest('no good').status, 400) : undefined,
    );
    expect((await cluster.run('apply', '-f', 'c.yaml')).stderr).toBe(
      'Error from server (BadRequest): error when creating "c.yaml": no good\n',
    );
    cluster.answers.unshift(({ method }) =>
      method === 'POST'
        ? json(
            statuses.invalid({ group: '', kind: 'ConfigMap' }, 'c', [
              { type: 'FieldValueRequired', field: 'data', body: 'Required value' },
            ]).status,
            422,
          )
        : undefined,
    );
    expect((await cluster.run('apply', '-f', 'c.yaml')).stderr).toBe(
      'The ConfigMap "c" is invalid: data: Required value\n',
    );
  });

  it.each([
    [
      'a kind that the server has not',
      'apiVersion: v1\nkind: Pood\nmetadata: {name: x}\n',
      'error: resource mapping not found for name: "x" namespace: "" from "f.yaml": no matches for kind "Pood" in version "v1"\nensure CRDs are installed first\n',
    ],
    [
      'an object without a name',
      'apiVersion: v1\nkind: Pod\nmetadata: {}\n',
      'error: error when retrieving current configuration of:\nResource: "/v1, Resource=pods", GroupVersionKind: "/v1, Kind=Pod"\nName: "", Namespace: "lab"\nfrom server for: "f.yaml": resource name may not be empty\n',
    ],
  ])('refuses %s', async (_, text, stderr) => {
    expect(await createFakeCluster({ files: { 'f.yaml': text } }).run('apply', '-f', 'f.yaml')).toEqual({
      stdout: '',
      stderr,
      exitCode: 1,
    });
  });
});

describe('delete', () => {
  it('deletes, waits and says from where', async () => {
    const cluster = createFakeCluster();
    cluster.put(pod('a'));
    expect(await cluster.run('delete', 'pod', 'a')).toEqual({
      stdout: 'pod "a" deleted from lab namespace\n',
      stderr: '',
      exitCode: 0,
    });
    expect(cluster.seen[0]?.body).toEqual({ apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background' });
  });

  it.each<[string[], object]>([
    [['--grace-period=0', '--force'], { gracePeriodSeconds: 0 }],
    [['--grace-period=0'], { gracePeriodSeconds: 1 }],
    [['--now'], { gracePeriodSeconds: 1 }],
    [['--cascade=orphan'], { propagationPolicy: 'Orphan' }],
  ])('understands %j', async (flags, body) => {
    const cluster = createFakeCluster();
    cluster.put(pod('a'));
    await cluster.run('delete', 'pod/a', ...flags);
    expect(cluster.seen[0]?.body).toMatchObject(body);
  });
});

describe('changes', () => {
  it.each<[string[], string, object]>([
    [
      ['scale', 'deploy/web', '--replicas=5'],
      'deployment.apps/web scaled\n',
      { path: '/apis/apps/v1/namespaces/lab/deployments/web/scale', body: { spec: { replicas: 5 } } },
    ],
    [
      ['label', 'deploy', 'web', 'a=b', 'c-'],
      'deployment.apps/web labeled\n',
      { body: { metadata: { labels: { a: 'b', c: null } } } },
    ],
    [
      ['annotate', 'deploy', 'web', 'a=b'],
      'deployment.apps/web annotated\n',
      { body: { metadata: { annotations: { a: 'b' } } } },
    ],
    [['rollout', 'pause', 'deploy/web'], 'deployment.apps/web paused\n', { body: { spec: { paused: true } } }],
    [
      ['patch', 'deploy', 'web', '--type=json', '-p', '[]'],
      'deployment.apps/web patched (no change)\n',
      { contentType: 'application/json-patch+json', body: [] },
    ],
  ])('%j', async (argv, stdout, request) => {
    const cluster = createFakeCluster();
    cluster.put(deployment({}, {}, { labels: { c: 'd' } }));
    expect(await cluster.run(...argv)).toEqual({ stdout, stderr: '', exitCode: 0 });
    expect(cluster.seen).toMatchObject([request]);
  });

  it('does not change a label unless told to', async () => {
    const cluster = createFakeCluster();
    cluster.put(pod('a'));
    expect(await cluster.run('label', 'pod', 'a', 'app=other')).toEqual({
      stdout: '',
      stderr: "error: 'app' already has a value (web), and --overwrite is false\n",
      exitCode: 1,
    });
    expect(cluster.seen).toEqual([]);
  });

  it('cordons once', async () => {
    const cluster = createFakeCluster();
    cluster.put({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' } });
    expect((await cluster.run('cordon', 'n1')).stdout).toBe('node/n1 cordoned\n');
    cluster.put({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' }, spec: { unschedulable: true } });
    expect((await cluster.run('cordon', 'n1')).stdout).toBe('node/n1 already cordoned\n');
    expect((await cluster.run('uncordon', 'n1')).stdout).toBe('node/n1 uncordoned\n');
  });

  it('refuses to drain what nobody would make anew', async () => {
    const cluster = createFakeCluster();
    cluster.put({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' } });
    cluster.put(pod('bare'));
    expect(await cluster.run('drain', 'n1')).toEqual({
      stdout: 'node/n1 cordoned\n',
      stderr:
        'error: unable to drain node "n1" due to error: cannot delete Pods that declare no controller (use --force to override): lab/bare, continuing command...\n' +
        'There are pending nodes to be drained:\n n1\ncannot delete Pods that declare no controller (use --force to override): lab/bare\n',
      exitCode: 1,
    });
  });
});

describe('rollout status', () => {
  it.each<[string, object, { stdout: string; stderr: string; exitCode: number }]>([
    [
      'is done',
      { observedGeneration: 2, updatedReplicas: 3, replicas: 3, availableReplicas: 3 },
      { stdout: 'deployment "web" successfully rolled out\n', stderr: '', exitCode: 0 },
    ],
    [
      'is stuck',
      { observedGeneration: 2, conditions: [{ type: 'Progressing', reason: 'ProgressDeadlineExceeded' }] },
      { stdout: '', stderr: 'error: deployment "web" exceeded its progress deadline\n', exitCode: 1 },
    ],
    [
      'waits for Pods',
      { observedGeneration: 2, updatedReplicas: 1 },
      {
        stdout: 'Waiting for deployment "web" rollout to finish: 1 out of 3 new replicas have been updated...\n',
        stderr: '',
        exitCode: 0,
      },
    ],
    [
      'waits for old Pods',
      { observedGeneration: 2, updatedReplicas: 3, replicas: 4 },
      {
        stdout: 'Waiting for deployment "web" rollout to finish: 1 old replicas are pending termination...\n',
        stderr: '',
        exitCode: 0,
      },
    ],
    [
      'is not seen yet',
      { observedGeneration: 1 },
      { stdout: 'Waiting for deployment spec update to be observed...\n', stderr: '', exitCode: 0 },
    ],
  ])('%s', async (_, status, expected) => {
    const cluster = createFakeCluster();
    cluster.put(deployment({ replicas: 3 }, status));
    expect(await cluster.run('rollout', 'status', 'deploy/web', '--watch=false')).toEqual(expected);
  });
});

describe('exec', () => {
  const frame = (channel: number, text: string) => Uint8Array.of(channel, ...new TextEncoder().encode(text));

  it("prints output and ends with the command's exit code", async () => {
    const cluster = createFakeCluster();
    cluster.put(pod('a', { spec: { containers: [{ name: 'app' }] }, status: { phase: 'Running' } }));
    const status = {
      status: 'Failure',
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '7' }] },
    };
    cluster.serve({
      protocol: 'v5.channel.k8s.io',
      incoming: (async function* () {
        yield frame(1, 'hello\n');
        yield frame(3, JSON.stringify(status));
      })(),
      send: () => {},
      close: () => {},
    });
    expect(await cluster.run('exec', 'a', '--', 'sh', '-c', 'exit 7')).toEqual({
      stdout: 'hello\n',
      stderr: 'command terminated with exit code 7\n',
      exitCode: 7,
    });
  });

  it('does not enter a Pod that is over', async () => {
    const cluster = createFakeCluster();
    cluster.put(pod('a', { spec: { containers: [{ name: 'app' }] }, status: { phase: 'Succeeded' } }));
    expect((await cluster.run('exec', 'a', '--', 'true')).stderr).toBe(
      'error: cannot exec into a container in a completed pod; current phase is Succeeded\n',
    );
  });
});
