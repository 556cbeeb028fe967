// Records what a real busybox prints for the scripts of tools/cases/*.txt, in a Pod of a real cluster:
//
//   KUBECONFIG=... node packages/shell/tools/record.mjs [--all] [topic ...]
//
// It makes the Pod `recorder` (busybox:1.37, hostname web-0) in the namespace `shell-recorder` unless it is there, and
// leaves it for the next run; `kubectl delete namespace shell-recorder` removes it. All scripts of a topic run in one
// `kubectl exec`, each as `sh -c SCRIPT` in an empty /work with PATH and HOME only. What is recorded already is not
// run again without --all. Written: fixtures/TOPIC.json, which the tests replay without busybox.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readCases, topics } from './read-cases.mjs';

const namespace = 'shell-recorder';
const binary = 'latin1';

function kubectl(args, input = '') {
  const run = spawnSync(process.env.KUBECTL ?? 'kubectl', args, { input, encoding: binary, maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(`kubectl ${args.join(' ')}: ${run.stderr}`);
  return run.stdout;
}

function preparePod() {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'recorder', namespace },
    spec: {
      hostname: 'web-0',
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      containers: [
        {
          name: 'main',
          image: 'busybox:1.37',
          command: ['sleep', '1000000'],
          resources: { requests: { cpu: '500m' } },
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
  kubectl(['wait', '-n', namespace, '--for=condition=Ready', 'pod/recorder', '--timeout=120s']);
}

/** What runs in the Pod: $1 is the file of all scripts, in which they are separated by a line with only \1. */
const driver = `
cd /; rm -rf /tmp/rec; mkdir -p /tmp/rec; cat > /tmp/rec/all
awk 'BEGIN{n=0; f=sprintf("/tmp/rec/%05d.in",n)} $0=="\\001"{close(f); n++; f=sprintf("/tmp/rec/%05d.in",n); next} {print > f}' /tmp/rec/all
for f in /tmp/rec/*.in; do
  rm -rf /work; mkdir /work; cd /work; umask 022
  { {
    { timeout -s KILL 20 env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \\
      sh -c "$(cat $f)" </dev/null 2>&4 >&3 3>&- 4>&-; echo $? > /tmp/rec/code; } 4>&1 2>/dev/null | cat > /tmp/rec/err
  } 3>&1; } | cat > /tmp/rec/out
  cd /
  cat /tmp/rec/code; stat -c %s /tmp/rec/out /tmp/rec/err; cat /tmp/rec/out /tmp/rec/err; echo
done`;

function record(cases) {
  const input = cases.map(({ script }) => script).join('\n\x01\n');
  const output = kubectl(['exec', '-i', '-n', namespace, 'recorder', '--', 'sh', '-c', driver], `${input}\n`);
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

const all = process.argv.includes('--all');
const wanted = process.argv.slice(2).filter((argument) => argument !== '--all');
preparePod();
const version = kubectl(['exec', '-n', namespace, 'recorder', '--', 'busybox']).split('\n')[0];
for (const topic of wanted.length > 0 ? wanted : topics) {
  const file = new URL(`../fixtures/${topic}.json`, import.meta.url);
  const before = !all && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).records : [];
  const known = new Map(before.map((entry) => [entry.id, entry]));
  const cases = [...new Map(readCases(topic).map((entry) => [entry.id, entry])).values()];
  const missing = cases.filter(({ id }) => !known.has(id));
  for (const entry of missing.length > 0 ? record(missing) : []) known.set(entry.id, entry);
  const records = cases.map(({ id }) => known.get(id));
  writeFileSync(file, `${JSON.stringify({ version, records }, null, 1)}\n`);
  process.stdout.write(`${topic}: ${records.length} cases, ${missing.length} recorded now\n`);
}
