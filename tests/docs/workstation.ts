import { createRandom } from '@podlab/apimachinery';
import { type ContainerSpace, createKernel, installBusybox, textOf, toUnicode } from '@podlab/shell';
import { createEmbeddedCluster, createEmbeddedTransport, createRunToIdlePacer, nodeOptions } from '@podlab/simulator';
import { kubectlProgram } from './kubectl-program.ts';

export interface CommandResult {
  /** Standard output and standard error, as a terminal shows them. */
  readonly printed: string;
  readonly exitCode: number;
}

/** A shell with kubectl before an embedded cluster, on virtual time. */
export interface Workstation {
  writeFile(path: string, text: string): void;
  /**
   * Runs one command of the shell.
   * @param forSeconds interrupts it after so many virtual seconds
   * @throws Error when it does not end by itself within ten virtual minutes
   */
  run(command: string, options?: { readonly forSeconds?: number | undefined }): Promise<CommandResult>;
  /** What its clock says: virtual milliseconds since the Unix epoch. */
  nowMs(): number;
  /** Lets virtual time pass. */
  pass(seconds: number): Promise<void>;
  close(): Promise<void>;
}

const folder = '/root';
/** Names, UIDs and moments of a page come from this, so they are the same in each run. */
const seed = 'docs';
const startTimeMs = Date.UTC(2026, 2, 2, 9, 0, 0);
/** The cluster is so old when a page begins. */
const settleSeconds = 60;
const longestSeconds = 600;
/** Ends the output of a command, before its exit code: a character that no program prints here. */
const mark = '\u001E';

/** @param nodes in all, the control plane included */
export async function openWorkstation({ nodes }: { readonly nodes: number }): Promise<Workstation> {
  const { signal } = new AbortController();
  const cluster = createEmbeddedCluster({ seed, startTimeMs, nodes: nodeOptions(nodes) });
  const pacer = createRunToIdlePacer(cluster, {
    yieldToHost: () => new Promise((resolve) => setImmediate(resolve)),
  });
  const transport = createEmbeddedTransport(cluster, pacer);
  const kernel = createKernel({ timers: cluster.time, random: createRandom(seed) });
  const input = kernel.createInput();
  let interrupt = new AbortController();
  let screen = '';
  let onScreen: () => void = () => undefined;

  const image = kernel.createVolume();
  installBusybox(image);
  image.makeDirectory(folder);
  const space: ContainerSpace = kernel.createContainer({ hostname: 'workstation', image, mounts: [] });
  space.files.addProgram(
    '/usr/local/bin/kubectl',
    kubectlProgram({
      transport,
      clock: pacer.clock,
      call: (run) => pacer.call(run),
      noteOutput: () => pacer.noteOutput(),
      signal: () => interrupt.signal,
      files: () => space.files,
      folder,
    }),
  );
  const show = (chunk: Uint8Array) => {
    screen += textOf(chunk);
    onScreen();
  };
  pacer.call(() =>
    space.start({
      argv: ['sh'],
      env: { PATH: '/usr/local/bin:/bin:/usr/bin', HOME: folder },
      workingDirectory: folder,
      stdin: input,
      stdout: show,
      stderr: show,
      onExit: ({ code }) => show(new TextEncoder().encode(`${mark}${code}${mark}`)),
    }),
  );
  await pacer.clock.sleep(settleSeconds * 1000, { signal });

  return {
    writeFile: (path, text) => space.files.writeFile(`${folder}/${path}`, text),
    async run(command, { forSeconds } = {}) {
      interrupt = new AbortController();
      screen = '';
      const done = new AbortController();
      onScreen = () => {
        if (new RegExp(`${mark}\\d+${mark}$`).test(screen)) done.abort();
      };
      pacer.call(() => input.write(new TextEncoder().encode(`${command}\nprintf '${mark}%d${mark}' $?\n`)));
      const passed = (seconds: number) =>
        pacer.clock.sleep(seconds * 1000, { signal: done.signal }).then(
          () => true,
          () => false,
        );
      if (forSeconds !== undefined && (await passed(forSeconds))) {
        screen += '^C\n';
        interrupt.abort(new Error('interrupted'));
      }
      if (!done.signal.aborted && (await passed(longestSeconds)))
        throw new Error(`\`${command}\` did not end within ${longestSeconds} s. Give its fence \`for=20s\`.`);
      const [, printed = '', code] = new RegExp(`^(.*)${mark}(\\d+)${mark}$`, 's').exec(screen) ?? [];
      return { printed: toUnicode(printed), exitCode: Number(code) };
    },
    nowMs: () => pacer.clock.nowMs(),
    pass: (seconds) => pacer.clock.sleep(seconds * 1000, { signal }),
    async close() {
      await transport.close();
      await pacer.stop();
    },
  };
}
