import { type Clock, StatusError } from '@podlab/apimachinery';
import { createKubeClient, type KubeTransport, TransportError } from '@podlab/kube-client';
import { type Command, globalFlags, type Terminal } from './cli/command.ts';
import { errorText } from './cli/error-text.ts';
import { parseFlags } from './cli/flags.ts';
import { KubectlError } from './cli/kubectl-error.ts';
import { commands, elsewhere } from './commands/commands.ts';

export interface KubectlOptions {
  readonly transport: KubeTransport;
  readonly clock: Clock;
  /** Where commands act without `-n`. */
  readonly namespace: string;
  stdout(text: string): void;
  stderr(text: string): void;
  /** Read by `-f -` and `exec -i`. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** Reads a file that `-f` names; undefined: there is none. Left out: there are no files. */
  readFile?(path: string): Promise<string | undefined>;
  /** The files in a directory, as paths that `readFile` takes; undefined: it is no directory. */
  listFiles?(path: string): Promise<readonly string[] | undefined>;
  /** Given: `exec -t` works. */
  readonly terminal?: Terminal;
}

export interface Kubectl {
  /**
   * Runs one command.
   * @param argv the words after `kubectl`
   * @returns the exit code, as stock kubectl's
   * @throws the signal's reason when aborted
   */
  run(argv: readonly string[], options: { readonly signal: AbortSignal }): Promise<number>;
}

/** kubectl over a transport: the commands that labs use, printing what stock kubectl 1.36 prints. */
export function createKubectl(options: KubectlOptions): Kubectl {
  const { transport, clock, stdin, terminal } = options;
  const client = createKubeClient(transport, { onWarning: (text) => options.stderr(`Warning: ${text}\n`) });
  return {
    run: async (argv, { signal }) => {
      try {
        const { command, words } = findCommand(argv);
        const { flags, args, dash } = parseFlags(words, [...command.flags, ...globalFlags], `kubectl ${command.name}`);
        if (flags.bool('help')) {
          options.stdout(helpText(command));
          return 0;
        }
        const code = await command.run({
          client,
          clock,
          signal,
          flags,
          args,
          dash,
          stdin,
          terminal,
          namespace: flags.string('namespace') ?? options.namespace,
          files: { read: options.readFile?.bind(options), list: options.listFiles?.bind(options) },
          out: (text) => options.stdout(text),
          err: (text) => options.stderr(text),
          complain: (message) => options.stderr(asLines(message)),
        });
        return code ?? 0;
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        if (!isExpected(error)) throw error;
        options.stderr(asLines(errorText(error)));
        return error instanceof KubectlError ? error.exitCode : 1;
      }
    },
  };
}

function findCommand(argv: readonly string[]): { command: Command; words: readonly string[] } {
  const { start, words } = withoutLeadingFlags(argv);
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ');
    const command = commands.find((other) => other.name === name || other.aliases?.includes(name) === true);
    if (command) return { command, words: [...start, ...words.slice(length)] };
  }
  const [first] = words;
  if (first === undefined) {
    throw new KubectlError(`error: a command is needed\nThis kubectl has: ${commandNames()}`);
  }
  const reason = elsewhere.find(({ names }) => names.includes(first))?.sentence;
  if (reason !== undefined) throw new KubectlError(`error: ${reason}`);
  throw new KubectlError(
    `error: unknown command ${JSON.stringify(words.slice(0, 2).join(' '))} for "kubectl"\nThis kubectl has: ${commandNames()}\nFor everything else install kubectl: https://kubernetes.io/docs/tasks/tools/`,
  );
}

/** Global flags may stand before the command: `-n lab get pods`. */
function withoutLeadingFlags(argv: readonly string[]): { start: readonly string[]; words: readonly string[] } {
  let index = 0;
  while (argv[index]?.startsWith('-')) {
    const word = argv[index] ?? '';
    const takesNext = globalFlags.some(
      ({ name, short, type }) => type !== 'bool' && (word === `--${name}` || word === `-${short}`),
    );
    index += takesNext ? 2 : 1;
  }
  return { start: argv.slice(0, index), words: argv.slice(index) };
}

function commandNames(): string {
  return [...new Set(commands.map(({ name }) => name.split(' ')[0]))].join(', ');
}

function isExpected(error: unknown): boolean {
  return error instanceof KubectlError || error instanceof StatusError || error instanceof TransportError;
}

function asLines(message: string): string {
  return message.endsWith('\n') ? message : `${message}\n`;
}

function helpText({ name, flags }: Command): string {
  const lines = flags.map((flag) => `  ${flag.short ? `-${flag.short}, ` : '    '}--${flag.name}`);
  return `kubectl ${name}\n\nOptions:\n${lines.join('\n')}\n\nFor all there is to know: https://kubernetes.io/docs/reference/kubectl/\n`;
}
