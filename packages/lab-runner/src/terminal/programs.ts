import type { Clock } from '@podlab/apimachinery';
import { createKubectl } from '@podlab/kubectl';
import type { KubeTransport } from '@podlab/kube-client';
import { applets, type HostCall, hostProgram, type Program } from '@podlab/shell';
import { LabRunnerError } from '../lab-runner-error.ts';
import { type LabWord, labWords, type Printer, type PromptedLab, renderWords } from '../prompt/lab-words.ts';
import { type Style, terminalStyle } from '../text/style.ts';
import { findNotHere, kubectlNotHere, programsNotHere, sayNotHere } from './not-here.ts';
import type { TerminalSizes } from './terminal-sizes.ts';

/** What the programs of one terminal act on. */
export interface ProgramsOptions {
  readonly prompted: PromptedLab;
  /** Delegates to the cluster as it is now: a reset makes another one. */
  readonly transport: KubeTransport;
  readonly clock: Clock;
  readonly namespace: string;
  readonly sizes: TerminalSizes;
  /** A container's terminal takes the keys from now on, until the function that is returned is called. */
  readonly takeKeys: () => () => void;
}

const helpWords: readonly Pick<LabWord, 'usage' | 'about'>[] = [
  { usage: 'kubectl …', about: 'work on the cluster; `k` will do' },
  ...labWords.values(),
  { usage: 'ls, cat …', about: 'your folder, with the manifests; pipes, > and loops work' },
  { usage: 'clear', about: 'an empty screen' },
  { usage: 'help', about: 'this list' },
];

/** Finds the programs that go before busybox's: kubectl, the words of the lab, and what cannot be done here. */
export function createPrograms(options: ProgramsOptions): (name: string) => Program | undefined {
  const own = new Map<string, Program>([
    ['kubectl', hostProgram('kubectl', (call) => runKubectl(call, options))],
    ['k', hostProgram('kubectl', (call) => runKubectl(call, options))],
    ['help', hostProgram('help', async (call) => (printerOf(call, options).say(...helpText()), 0))],
    ...[...labWords].map(([name, word]) => [name, hostProgram(name, (call) => runWord(call, word, options))] as const),
  ]);
  for (const entry of programsNotHere) {
    for (const name of entry.names) {
      const sentence = sayNotHere(name, entry, options.prompted.lab.id);
      own.set(
        name,
        hostProgram(name, async (call) => (call.stderr(sentence), 127)),
      );
    }
  }
  return (name) => own.get(name) ?? busybox.get(name);
}

/** The names of all programs, for completion. */
export function programNames(): readonly string[] {
  return [...new Set(['kubectl', 'help', ...labWords.keys(), ...busybox.keys()])]
    .filter((name) => !findNotHere(programsNotHere, name))
    .sort();
}

const busybox: ReadonlyMap<string, Program> = new Map(applets.map((program) => [program.name, program]));

const style: Style = terminalStyle(true);

function helpText(): readonly string[] {
  return renderWords(helpWords, style);
}

function printerOf(call: HostCall, { sizes }: ProgramsOptions): Printer {
  return {
    say: (...lines) => call.stdout(lines.map((line) => `${line}\n`).join('')),
    style: terminalStyle(call.isAtPrompt),
    columns: sizes.now.columns,
  };
}

async function runWord(call: HostCall, word: LabWord, options: ProgramsOptions): Promise<number> {
  try {
    await word.run(options.prompted, call.argv.slice(1), printerOf(call, options));
    return 0;
  } catch (error) {
    if (!(error instanceof LabRunnerError)) throw error;
    call.stderr(`${error.message}\n${error.next === undefined ? '' : `${error.next}\n`}`);
    return 2;
  }
}

async function runKubectl(call: HostCall, options: ProgramsOptions): Promise<number> {
  const { transport, clock, namespace, prompted, sizes, takeKeys } = options;
  const words = call.argv.slice(1);
  const notHere = findNotHere(kubectlNotHere, words[0]);
  if (notHere) {
    call.stderr(sayNotHere(`kubectl ${words[0] ?? ''}`, notHere, prompted.lab.id));
    return 1;
  }
  let giveBack: (() => void) | undefined;
  const kubectl = createKubectl({
    transport,
    clock,
    namespace,
    stdout: call.stdout,
    stderr: call.stderr,
    stdin: call.stdin,
    readFile: async (path) => call.readFile(path),
    listFiles: async (path) => call.listFiles(path),
    ...(call.isAtPrompt && {
      terminal: {
        sizes: (ended) => {
          giveBack ??= takeKeys();
          return sizes.follow(ended);
        },
      },
    }),
  });
  try {
    return await kubectl.run(words, { signal: call.signal });
  } finally {
    giveBack?.();
  }
}
