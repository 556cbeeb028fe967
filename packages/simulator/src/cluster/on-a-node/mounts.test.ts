import { expect, it } from 'vitest';
import { openCluster } from '../testing/one-node.ts';

const frame =
  'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: ' +
  'unable to start container process: error during container init: error mounting ';

it('a volume over a file of the image ends the start, and the cluster goes on', () => {
  const { run, pass, pod } = openCluster();
  run({
    volumes: [{ name: 'd', emptyDir: {} }],
    containers: [{ name: 'app', volumeMounts: [{ name: 'd', mountPath: '/etc/passwd', readOnly: true }] }],
  });
  pass(2_000);
  const { metadata, status } = pod();
  const source = `/var/lib/kubelet/pods/${metadata?.uid}/volumes/kubernetes.io~empty-dir/d`;
  expect(status?.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({
    exitCode: 128,
    reason: 'StartError',
    message: `${frame}"${source}" to rootfs at "/etc/passwd": mount src=${source}, dst=/etc/passwd, dstFd=/proc/thread-self/fd/16, flags=MS_RDONLY|MS_BIND|MS_REC: not a directory`,
  });
});

it('a part of a volume is named by variables of the container, and outer directories are mounted first', () => {
  const { run, pass, exec } = openCluster();
  run({
    volumes: [
      { name: 'd', emptyDir: {} },
      { name: 'e', emptyDir: {} },
    ],
    containers: [
      {
        name: 'app',
        env: [{ name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
        volumeMounts: [
          { name: 'd', mountPath: '/x/y', subPathExpr: 'logs/$(POD)' },
          { name: 'e', mountPath: '/x' },
          { name: 'd', mountPath: '/all' },
        ],
      },
    ],
  });
  pass(2_000);
  expect(exec('echo hi > /x/y/f; cat /all/logs/*/f; ls /x; mount | grep -c " on /x"')).toBe('hi\ny\n2\n');
});

it('what the runtime mounts is as read-only as the root; /etc/hosts is not', () => {
  const { run, pass, exec } = openCluster();
  run({ containers: [{ name: 'app', securityContext: { readOnlyRootFilesystem: true } }] });
  pass(2_000);
  const tries = ['hosts', 'hostname', 'resolv.conf'].map((name) => `echo x >> /etc/${name}; echo $?;`).join(' ');
  expect(exec(tries)).toMatch(/^0\n.*1\n.*1\n/s);
});

it('variables of an image are not for a container’s command to name', () => {
  const { run, pass, exec } = openCluster();
  run({
    containers: [
      {
        name: 'app',
        command: ['sh', '-c', 'sleep 100; true', '$(PATH)', '$(HOSTNAME)', '$(A)'],
        env: [{ name: 'A', value: 'a' }],
      },
    ],
  });
  pass(2_000);
  expect(exec('tr "\\0" " " < /proc/1/cmdline')).toBe('sh -c sleep 100; true $(PATH) $(HOSTNAME) a ');
});
