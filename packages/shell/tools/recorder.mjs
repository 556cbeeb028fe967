// Runs scripts under a real busybox, each as `sh -c SCRIPT` in an empty /work with PATH and HOME only, all of them in
// one command inside a container that was made before: a Pod of a real cluster, or a container of Docker.
import { spawnSync } from 'node:child_process';

const binary = 'latin1';

/** Runs a command of the host. @returns its stdout, as bytes. @throws when it fails */
export function run(command, args, input = '') {
  const done = spawnSync(command, args, { input, encoding: binary, maxBuffer: 1 << 28 });
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${done.stderr ?? done.error}`);
  return done.stdout;
}

/**
 * What runs in the container: stdin is all scripts, separated by a line with only \1. `exec` in a subshell keeps what
 * the driver says of a script that a signal ended (ash redirects before it forks) out of the script's stderr.
 */
const driver = `
orphans() { # what a script leaves running would keep its pipes open
  for pass in 1 2 3; do
    cat /proc/[0-9]*/stat 2>/dev/null | sed -n 's/^\\([0-9]*\\) (.*) [^Z] 1 .*/\\1/p' | while read -r pid; do kill -9 $pid; done
  done
}
cd /; rm -rf /tmp/rec; mkdir -p /tmp/rec; cat > /tmp/rec/all
awk 'BEGIN{n=0; f=sprintf("/tmp/rec/%05d.in",n)} $0=="\\001"{close(f); n++; f=sprintf("/tmp/rec/%05d.in",n); next} {print > f}' /tmp/rec/all
for f in /tmp/rec/*.in; do
  rm -rf /work; mkdir /work; cd /work; umask 022
  { {
    { (exec timeout -s KILL 20 env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \\
      sh -c "$(cat $f)" </dev/null 2>&4 >&3 3>&- 4>&-); echo $? > /tmp/rec/code; orphans; } 4>&1 2>/dev/null | cat > /tmp/rec/err
  } 3>&1; } | cat > /tmp/rec/out
  cd /
  cat /tmp/rec/code; stat -c %s /tmp/rec/out /tmp/rec/err; cat /tmp/rec/out /tmp/rec/err; echo
done`;

/**
 * Runs cases, in their order.
 * @param execute runs a command in the container with an input, and returns its stdout
 * @returns the cases with their stdout, stderr (as bytes) and exit code
 */
export function record(cases, execute) {
  const input = cases.map(({ script }) => script).join('\n\x01\n');
  const output = execute(['sh', '-c', driver], `${input}\n`);
  let at = 0;
  return cases.map(({ id, script }) => {
    const [head = '', code, outSize, errSize] = /(\d+)\n(\d+)\n(\d+)\n/y.exec(output.slice(at, at + 64)) ?? [];
    const end = at + head.length - 1;
    const stdout = output.slice(end + 1, end + 1 + Number(outSize));
    const stderr = output.slice(end + 1 + Number(outSize), end + 1 + Number(outSize) + Number(errSize));
    at = end + 1 + Number(outSize) + Number(errSize) + 1;
    if (code === '137' && !script.includes('KILL') && !script.includes('-9'))
      process.stderr.write(`timed out: ${script}\n`);
    return { id, script, stdout, stderr, code: Number(code) };
  });
}

const hosts = `# Kubernetes-managed hosts file.
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
fe00::0	ip6-localnet
fe00::0	ip6-mcastprefix
fe00::1	ip6-allnodes
fe00::2	ip6-allrouters
10.244.0.5	web-0
`;

const resolver = `search shell-recorder.svc.cluster.local svc.cluster.local cluster.local
nameserver 10.96.0.10
options ndots:5
`;

/** A container of Docker, with the files that the kubelet gives to a Pod. @returns what runs commands in it */
export function dockerContainer(image) {
  const name = `podlab-shell-${image.replace(/\W+/g, '-')}`;
  const docker = (args, input) => run(process.env.DOCKER ?? 'docker', args, input);
  if (docker(['ps', '-q', '-f', `name=^${name}$`]) === '')
    docker(['run', '-d', '--rm', '--name', name, '--hostname', 'web-0', image, 'sleep', '1000000']);
  docker(['exec', '-i', name, 'sh', '-c', 'cat > /etc/hosts'], hosts);
  docker(['exec', '-i', name, 'sh', '-c', 'cat > /etc/resolv.conf'], resolver);
  return (command, input) => docker(['exec', '-i', name, ...command], input);
}

const namespace = 'shell-recorder';

/** A Pod of a cluster (kubectl's current one), made unless it is there. @returns what runs commands in it */
export function clusterPod(image = 'busybox:1.37') {
  const name = `recorder-${image.replace(/\W+/g, '-')}`;
  const kubectl = (args, input) => run(process.env.KUBECTL ?? 'kubectl', args, input);
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace },
    spec: {
      hostname: 'web-0',
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      containers: [
        {
          name: 'main',
          image,
          command: ['sleep', '1000000'],
          resources: { requests: { cpu: '100m' } },
        },
      ],
    },
  };
  const list = {
    apiVersion: 'v1',
    kind: 'List',
    items: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, pod],
  };
  kubectl(['apply', '--validate=false', '-f', '-'], JSON.stringify(list));
  kubectl(['wait', '-n', namespace, '--for=condition=Ready', `pod/${name}`, '--timeout=120s']);
  return (command, input) => kubectl(['exec', '-i', '-n', namespace, name, '--', ...command], input);
}
