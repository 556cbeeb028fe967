import type { Clock } from '@podlab/apimachinery';
import type { KubeTransport } from '@podlab/kube-client';
import { createKubectl } from '@podlab/kubectl';
import { fromUnicode, type Program, textOf, toUnicode, type Volume } from '@podlab/shell';

/** What `kubectl` in the shell works with. */
export interface KubectlHost {
  readonly transport: KubeTransport;
  readonly clock: Clock;
  /** Makes a call into the kernel that the shell runs on, from outside. */
  call(run: () => void): void;
  /** The shell has handed something to the host, which gets its turn before time passes. */
  noteOutput(): void;
  /** Aborts what the present command does. */
  signal(): AbortSignal;
  /** The files that `-f` names. */
  readonly files: () => Volume;
  /** Where the shell is, and so what paths are relative to. */
  readonly folder: string;
}

/** The exit code of what Ctrl-C has ended. */
const interrupted = 130;

/**
 * Our kubectl as a program of our shell. kubectl waits by promises and the shell by coroutines: the program sleeps, and
 * the host wakes it when there is something to print, to read or to end with.
 */
export function kubectlProgram(host: KubectlHost): Program {
  return {
    name: 'kubectl',
    *run(context) {
      const { process } = context;
      const output: { readonly fd: number; readonly text: string }[] = [];
      let give: ((bytes: Uint8Array) => void) | undefined;
      let end: { readonly code: number } | { readonly error: unknown } | undefined;
      const wake = () => host.call(() => process.wake());
      const print = (fd: number, text: string) => {
        output.push({ fd, text });
        wake();
      };
      const readInput = () =>
        new Promise<Uint8Array>((resolve) => {
          give = resolve;
          wake();
        });
      const kubectl = createKubectl({
        transport: host.transport,
        clock: host.clock,
        namespace: 'default',
        stdout: (text) => print(1, text),
        stderr: (text) => print(2, text),
        stdin: pieces(readInput),
        readFile: async (path) => {
          const bytes = host.files().readFile(pathOf(path, host.folder));
          return bytes && toUnicode(textOf(bytes));
        },
        listFiles: async (path) => {
          const folder = pathOf(path, host.folder);
          const isFolder = host.files().kindOf(folder) === 'directory';
          return isFolder
            ? host
                .files()
                .names(folder)
                .map((name) => `${path}/${name}`)
            : undefined;
        },
      });
      const argv = context.argv.slice(1).map(toUnicode);
      const signal = host.signal();
      // Not at once: the shell runs within a call of the cluster, and kubectl makes calls of its own.
      void Promise.resolve()
        .then(() => kubectl.run(argv, { signal }))
        .then(
          (code) => (end = { code }),
          (error: unknown) => (end = signal.aborted ? { code: interrupted } : { error }),
        )
        .then(wake);
      host.noteOutput();
      for (;;) {
        for (let next = output.shift(); next; next = output.shift())
          yield* context.write(next.fd, fromUnicode(next.text));
        if (end && 'error' in end) throw end.error;
        if (end) return end.code;
        if (give) {
          const bytes = yield* context.read(0);
          give(bytes);
          give = undefined;
          host.noteOutput();
        }
        yield* process.block();
      }
    },
  };
}

async function* pieces(read: () => Promise<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (let piece = await read(); piece.length > 0; piece = await read()) yield piece;
}

function pathOf(path: string, folder: string): string {
  return path.startsWith('/') ? path : `${folder}/${path.replace(/^\.\//, '')}`;
}
