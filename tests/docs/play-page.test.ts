import { describe, expect, it } from 'vitest';
import { isSameOutput } from './compare-output.ts';
import { PageError } from './fence.ts';
import { parsePage } from './page.ts';
import { faultsOf, playPage, withOutputs } from './play-page.ts';

const manifest = `\`\`\`yaml title="pod.yaml"
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - {name: app, image: 'nginx:1.29'}
\`\`\`
`;
const page = (text: string) => parsePage('page.mdx', text);

describe('a console fence', () => {
  it('takes what was printed, and then shows what every later run prints', async () => {
    const empty = page(`---
cluster: {nodes: 2}
---
${manifest}
\`\`\`console
$ kubectl apply -f pod.yaml
$ name=$(kubectl get pods -o name)
$ kubectl get nodes --no-headers | wc -l
\`\`\`

\`\`\`console after=5m
$ cat <<END | kubectl get -f -
> apiVersion: v1
> kind: Pod
> metadata: {name: $(basename $name)}
> END
\`\`\`

\`\`\`console for=10s
$ kubectl get pods -w
$ ((sleep 4; kubectl run two --image=nginx:1.29 >/dev/null) &)
$ kubectl get pods -w --no-headers | sed 's/^/seen: /'
\`\`\`
`);
    const written = page(withOutputs(empty, await playPage(empty)));
    expect(written.text).toContain('pod/web created\n');
    expect(written.text).toContain('\n2\n');
    expect(written.text).toContain('web    1/1     Running   0          5m');
    expect(written.text).toMatch(/seen: two +0\/1 +ContainerCreating/);
    expect(faultsOf(written, await playPage(written))).toEqual([]);
  });

  it('is at fault with its line when the page shows something else', async () => {
    const wrong = page(`text\n\n\`\`\`console\n$ echo one\none\n$ echo two\nthree\n\`\`\`\n`);
    const [fault, ...others] = faultsOf(wrong, await playPage(wrong));
    expect(others).toEqual([]);
    expect(fault).toContain('page.mdx:7: `echo two` does not print this:\n  - three\nbut this:\n  + two\n');
  });

  it('keeps the lines that a page leaves out', async () => {
    const short = page('```console\n$ seq 5\n1\n...\n5\n$ echo x\n```\n');
    expect(withOutputs(short, await playPage(short))).toBe('```console\n$ seq 5\n1\n...\n5\n$ echo x\nx\n```\n');
  });

  it.each([
    ['```console\nls\n```\n', 'page.mdx:2: a console fence must begin with a command'],
    ['\n```console\n```\n', 'page.mdx:2: a console fence must hold a command'],
    ['```console wait=3s\n$ ls\n```\n', 'page.mdx:1: a console fence knows after, for, host, and not `wait`'],
    ['```console after=soon\n$ ls\n```\n', 'page.mdx:1: `after` must be a duration'],
    ['- one\n  ```console\n  $ ls\n  ```\n', 'page.mdx:2: a console fence must begin in the first column'],
    ['```console\n$ ls\n', 'page.mdx:1: this fence must be closed'],
    ['---\ncluster: {nodes: 0}\n---\n', 'page.mdx:1: `cluster.nodes` must be a whole number'],
  ])('is refused when it cannot be run: %j', (text, message) => {
    expect(() => page(text)).toThrow(PageError);
    expect(() => page(text)).toThrow(message);
  });
});

describe('isSameOutput', () => {
  it.each([
    [[], [], true],
    [['a'], ['a'], true],
    [['a'], ['a '], true],
    [['a'], ['b'], false],
    [['a'], ['a', 'b'], false],
    [['a', '...'], ['a', 'b', 'c'], true],
    [['a', '...'], ['a'], false],
    [['...', 'c'], ['a', 'b', 'c'], true],
    [['a', '...', 'c', '...', 'e'], ['a', 'b', 'c', 'd', 'e'], true],
    [['a', '...', 'c'], ['a', 'b', 'd'], false],
  ])('shown %j, printed %j: %j', (shown, printed, same) => {
    expect(isSameOutput(shown, printed)).toBe(same);
  });
});
