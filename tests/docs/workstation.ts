import { createRandom, type Timers } from '@podlab/apimachinery';
import { loadCommands } from '@podlab/kubectl';
import { createKernel, createLineShell, installBusybox, type LineShell } from '@podlab/shell';
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
const shellPath = '/bin/line-shell';
/** Names, UIDs and moments of a page come from this, so they are the same in each run. */
const seed = 'docs';
const startTimeMs = Date.UTC(2026, 2, 2, 9, 0, 0);
/** The cluster is so old when a page begins. */
const settleSeconds = 60;
const longestSeconds = 600;

/** @param nodes in all, the control plane included */
export async function openWorkstation({ nodes }: { readonly nodes: number }): Promise<Workstation> {
  await loadCommands();
  const { signal } = new AbortController();
  const cluster = createEmbeddedCluster({ seed, startTimeMs, nodes: nodeOptions(nodes), systemPods: true });
  const pacer = createRunToIdlePacer(cluster, {
    yieldToHost: () => new Promise((resolve) => setImmediate(resolve)),
  });
  const transport = createEmbeddedTransport(cluster, pacer);
  const screen = createScreen();
  let onEnd: (exitCode: number) => void = () => undefined;

  // What a process of the shell does may give kubectl work, which is done before time passes.
  const timers: Timers = {
    nowMs: () => cluster.time.nowMs(),
    schedule: (delayMs, run) =>
      cluster.time.schedule(delayMs, () => {
        run();
        pacer.noteOutput();
      }),
  };
  const kernel = createKernel({ timers, random: createRandom(seed) });
  const image = kernel.createVolume();
  installBusybox(image);
  image.makeDirectory(folder);
  const space = kernel.createContainer({ hostname: 'workstation', image, mounts: [] });
  const shell: LineShell = createLineShell({
    find: () => undefined,
    onReady: ({ status, isContinued }) => {
      if (!isContinued) onEnd(status);
    },
  });
  space.files.addProgram('/usr/bin/kubectl', kubectlProgram({ transport, clock: pacer.clock }));
  space.files.addProgram(shellPath, shell.program);
  pacer.call(() =>
    space.start({
      argv: [shellPath],
      env: { PATH: '/usr/bin:/bin', HOME: folder },
      workingDirectory: folder,
      stdout: screen.show,
      stderr: screen.show,
      onExit: ({ code }) => onEnd(code),
    }),
  );
  await pacer.clock.sleep(settleSeconds * 1000, { signal });

  return {
    writeFile: (path, text) => space.files.writeFile(`${folder}/${path}`, text),
    async run(command, { forSeconds } = {}) {
      let exitCode = 0;
      const done = new AbortController();
      onEnd = (code) => {
        exitCode = code;
        done.abort();
      };
      const passes = (seconds: number) =>
        pacer.clock.sleep(seconds * 1000, { signal: done.signal }).then(
          () => true,
          () => false,
        );
      screen.clear();
      pacer.call(() => {
        for (const line of command.split('\n')) shell.give(line);
      });
      if (forSeconds !== undefined && (await passes(forSeconds))) {
        screen.show(new TextEncoder().encode('^C'));
        pacer.call(() => shell.interrupt());
      }
      if (!done.signal.aborted && (await passes(longestSeconds)))
        throw new Error(`\`${command}\` did not end within ${longestSeconds} s. Give its fence \`for=20s\`.`);
      return { printed: screen.text(), exitCode };
    },
    nowMs: () => pacer.clock.nowMs(),
    pass: (seconds) => pacer.clock.sleep(seconds * 1000, { signal }),
    async close() {
      await transport.close();
      await pacer.stop();
    },
  };
}

/** What standard output and standard error show together, since it was last cleared. */
function createScreen() {
  let decoder = new TextDecoder();
  let text = '';
  return {
    show: (chunk: Uint8Array) => {
      text += decoder.decode(chunk, { stream: true });
    },
    text: () => text,
    clear: () => {
      decoder = new TextDecoder();
      text = '';
    },
  };
}
