import { expect, it, vi } from 'vitest';
import { head, lines, rows } from './client.ts';
import { deployment } from './manifests.ts';
import { describeForEachClient } from './suite.ts';

describeForEachClient(
  'reading',
  ({ kubectl }) => {
    it('prints Pods as a table', async () => {
      const table = await kubectl().ok('get pods');
      expect(head(table)).toEqual(['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE']);
      expect(rows(table)).toEqual([
        [expect.stringMatching(/^web-[a-z0-9]+-[a-z0-9]{5}$/), '1/1', 'Running', '0', expect.stringMatching(/^\d+s$/)],
        [expect.stringMatching(/^web-[a-z0-9]+-[a-z0-9]{5}$/), '1/1', 'Running', '0', expect.stringMatching(/^\d+s$/)],
      ]);
    });

    it('prints more with -o wide', async () => {
      const table = await kubectl().ok('get pods -o wide');
      expect(head(table).slice(5)).toEqual(['IP', 'NODE', 'NOMINATED NODE', 'READINESS GATES']);
      expect(rows(table)[0]?.slice(5)).toEqual([
        expect.stringMatching(/^10\.\d+\.\d+\.\d+$/),
        expect.stringMatching(/worker/),
        '<none>',
        '<none>',
      ]);
      const deployments = await kubectl().ok('get deployments -o wide');
      expect(head(deployments)).toEqual('NAME READY UP-TO-DATE AVAILABLE AGE CONTAINERS IMAGES SELECTOR'.split(' '));
      expect(rows(deployments)[0]?.toSpliced(4, 1)).toEqual('web 2/2 2 2 main busybox:1.37 app=web'.split(' '));
    });

    it('prints names, JSON, YAML, columns and JSONPath', async () => {
      const names = lines(await kubectl().ok('get pods -o name'));
      expect(names).toEqual([expect.stringMatching(/^pod\/web-/), expect.stringMatching(/^pod\/web-/)]);
      const list = JSON.parse(await kubectl().ok('get pods -o json')) as { kind: string; items: { kind: string }[] };
      expect([list.kind, list.items.map(({ kind }) => kind)]).toEqual(['List', ['Pod', 'Pod']]);
      const yaml = await kubectl().ok(`get ${names[0]} -o yaml`);
      expect(lines(yaml)).toEqual(expect.arrayContaining(['apiVersion: v1', 'kind: Pod', '  phase: Running']));
      expect(await kubectl().ok('get pods -o jsonpath={.items[*].status.phase}')).toBe('Running Running');
      const columns = await kubectl().ok('get pods -o custom-columns=N:.metadata.name,P:.status.phase');
      expect([head(columns)[0], rows(columns)[0]?.[1]]).toEqual(['N', 'Running']);
      const sorted = await kubectl().ok('get pods --sort-by=.metadata.name -o name');
      expect(lines(sorted)).toEqual(names.toSorted());
      const named = await kubectl().ok('get deployment web -o go-template={{.spec.replicas}}');
      expect(named).toBe('2');
    });

    it('selects by label and by field', async () => {
      const selected = async (...selection: string[]) =>
        lines(await kubectl().ok(['get', 'pods', '-o', 'name', ...selection])).length;
      expect(await selected('-l', 'app=web')).toBe(2);
      expect(await selected('-l', 'app in (web, other), tier!=db')).toBe(2);
      expect(await selected('-l', 'app!=web')).toBe(0);
      expect(await selected('-l', '!app')).toBe(0);
      expect(await selected('--field-selector', 'status.phase=Running')).toBe(2);
      expect(await selected('--field-selector', 'status.phase!=Running')).toBe(0);
    });

    it('says when there is nothing', async () => {
      const { code, stdout, stderr } = await kubectl().run('get pods -l app=none');
      expect([code, stdout, stderr]).toEqual([0, '', `No resources found in ${kubectl().namespace} namespace.\n`]);
    });

    it('reads all namespaces, several kinds and the category `all`', async () => {
      const everywhere = await kubectl().ok('get pods -A -l app=web');
      expect(head(everywhere)[0]).toBe('NAMESPACE');
      expect(rows(everywhere).map(([namespace]) => namespace)).toContain(kubectl().namespace);
      const several = await kubectl().ok('get deploy,rs,po -o name');
      expect(lines(several).map((name) => name.split('/')[0])).toEqual([
        'deployment.apps',
        'replicaset.apps',
        'pod',
        'pod',
      ]);
      expect(await kubectl().ok('get all')).toMatch(/^deployment\.apps\/web +2\/2/m);
    });

    it('lists nodes with their roles and versions', async () => {
      const table = await kubectl().ok('get nodes');
      expect(head(table)).toEqual(['NAME', 'STATUS', 'ROLES', 'AGE', 'VERSION']);
      const roles = rows(table).map(([, status, role]) => [status, role]);
      expect(roles).toEqual([
        ['Ready', 'control-plane'],
        ['Ready', '<none>'],
        ['Ready', '<none>'],
      ]);
      expect(rows(table)[0]?.at(-1)).toMatch(/^v1\.36\./);
    });

    it('watches', async () => {
      const watch = kubectl().start('get pods -l app=watched -w --output-watch-events');
      await kubectl().ok('run watched --image=busybox:1.37 --labels=app=watched --restart=Never -- true');
      await vi.waitFor(() => expect(watch.stdout).toMatch(/MODIFIED +watched +0\/1 +Completed/), { timeout: 20_000 });
      await kubectl().ok('delete pod watched --now');
      await vi.waitFor(() => expect(watch.stdout).toMatch(/DELETED +watched/), { timeout: 20_000 });
      const { stdout } = await watch.stop();
      expect(rows(stdout)[0]?.slice(0, 3)).toEqual(['ADDED', 'watched', '0/1']);
    });

    it('describes a Deployment, its ReplicaSet, a Pod and a node', async () => {
      const describes = async (what: string, ...expected: RegExp[]) => {
        const text = await kubectl().ok(`describe ${what}`);
        for (const part of expected) expect(text).toMatch(part);
        expect(text).not.toMatch(/<invalid>/);
      };
      await describes(
        'deployment web',
        /^Replicas: +2 desired \| 2 updated \| 2 total \| 2 available \| 0 unavailable$/m,
        /^ {2}Available +True +MinimumReplicasAvailable$/m,
        /ScalingReplicaSet +\d+s +deployment-controller +Scaled up replica set web-\w+ from 0 to 2$/m,
      );
      await describes('rs -l app=web', /^Controlled By: +Deployment\/web$/m, /SuccessfulCreate/);
      await describes(
        lines(await kubectl().ok('get pods -l app=web -o name'))[0] ?? '',
        /^Controlled By: +ReplicaSet\/web-/m,
        /^ {4}State: +Running$/m,
        /^ {2}Ready +True/m,
        /Scheduled .*Successfully assigned/,
      );
      await describes(
        'node -l !node-role.kubernetes.io/control-plane',
        /^Taints: +<none>$/m,
        /^ {2}Ready +True .*KubeletReady/m,
      );
      await describes(`namespace ${kubectl().namespace}`, /^Status: +Active$/m);
    });

    it('lists events, oldest last or first, and of one object', async () => {
      const table = await kubectl().ok('get events --sort-by=.lastTimestamp');
      expect(head(table)).toEqual(['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE']);
      const reasons = rows(table).map((row) => row[2]);
      expect(reasons).toEqual(
        expect.arrayContaining(['ScalingReplicaSet', 'SuccessfulCreate', 'Scheduled', 'Started']),
      );
      const ofOne = await kubectl().ok('events --for deployment/web');
      expect(rows(ofOne).map((row) => row[2])).toEqual(['ScalingReplicaSet']);
    });

    it('knows the API: version, resources, versions', async () => {
      const { serverVersion } = JSON.parse(await kubectl().ok('version -o json')) as {
        serverVersion: { minor: string; gitVersion: string };
      };
      expect(serverVersion).toMatchObject({ minor: '36', gitVersion: expect.stringMatching(/^v1\.36\./) });
      const resources = await kubectl().ok('api-resources');
      expect(resources).toMatch(/^pods +po +v1 +true +Pod$/m);
      expect(resources).toMatch(/^deployments +deploy +apps\/v1 +true +Deployment$/m);
      expect(resources).toMatch(/^nodes +no +v1 +false +Node$/m);
      const versions = lines(await kubectl().ok('api-versions'));
      expect(versions).toEqual(expect.arrayContaining(['apps/v1', 'policy/v1', 'v1']));
    });

    it('says plainly what is not there', async () => {
      const failing = async (args: string) => {
        const { code, stderr } = await kubectl().run(args);
        return [code, stderr.trim()];
      };
      expect(await failing('get pod nope')).toEqual([1, 'Error from server (NotFound): pods "nope" not found']);
      expect(await failing('get deploy nope')).toEqual([
        1,
        'Error from server (NotFound): deployments.apps "nope" not found',
      ]);
      expect(await failing('get foos')).toEqual([1, `error: the server doesn't have a resource type "foos"`]);
      expect(await failing('get --raw /api/v1/nope')).toEqual([
        1,
        'Error from server (NotFound): the server could not find the requested resource',
      ]);
    });
  },
  {
    async prepare(kubectl) {
      await kubectl.ok('apply -f -', { stdin: deployment('web', { replicas: 2 }) });
      await kubectl.ok('rollout status deployment/web --timeout=60s');
    },
  },
);
