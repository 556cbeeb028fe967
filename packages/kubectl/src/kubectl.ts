import { type Clock, StatusError } from '@podlab/apimachinery';
import {
  createKubeClient,
  impersonating,
  type KubeClient,
  type KubeTransport,
  showingToken,
  TransportError,
} from '@podlab/kube-client';
import { type Access, type Command, globalFlags, type Terminal } from './cli/command.ts';
import { errorText } from './cli/error-text.ts';
import { findCommand } from './cli/find-command.ts';
import { parseFlags } from './cli/flags.ts';
import { commandHelp, groupHelp } from './cli/help-text.ts';
import { impersonationOf } from './cli/impersonation-of.ts';
import { KubectlError } from './cli/kubectl-error.ts';

export interface KubectlOptions {
  readonly transport: KubeTransport;
  readonly clock: Clock;
  /** Where commands act without `-n`. */
  readonly namespace: string;
  /** Given: `config set-context --current --namespace` works, and tells it. Without it, the namespace stays. */
  setNamespace?(namespace: string): void;
  /** What `config` and `cluster-info` tell. Default: context `podlab` at `https://podlab`. */
  readonly access?: Access;
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

/** kubectl over a transport, printing what stock kubectl 1.36 prints. */
export function createKubectl(options: KubectlOptions): Kubectl {
  const onWarning = (text: string) => options.stderr(`Warning: ${text}\n`);
  const clientOver = (transport: KubeTransport) => createKubeClient(transport, { onWarning });
  const client = clientOver(options.transport);
  const runCalled = async (argv: readonly string[], signal: AbortSignal): Promise<number> => {
    const called = findCommand(argv);
    if (called.kind === 'group') {
      const help = groupHelp(called.name);
      if (called.isAsked) options.stdout(help);
      else options.stderr(help);
      return called.isAsked ? 0 : 1;
    }
    const command = await called.entry.load();
    return runCommand(command, called.words, { options, client, clientOver, signal });
  };
  return {
    run: async (argv, { signal }) => {
      try {
        return await runCalled(argv, signal);
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        if (!isExpected(error)) throw error;
        options.stderr(asLines(errorText(error)));
        return error instanceof KubectlError ? error.exitCode : 1;
      }
    },
  };
}

interface Running {
  readonly options: KubectlOptions;
  /** As who the user is. */
  readonly client: KubeClient;
  readonly clientOver: (transport: KubeTransport) => KubeClient;
  readonly signal: AbortSignal;
}

async function runCommand(
  command: Command,
  words: readonly string[],
  { options, client, clientOver, signal }: Running,
): Promise<number> {
  const { clock, stdin, terminal, access = { context: 'podlab', server: 'https://podlab' } } = options;
  const { flags, args, dash } = parseFlags(
    command.takesAnything ? [] : words,
    [...command.flags, ...globalFlags],
    `kubectl ${command.name}`,
  );
  if (flags.bool('help')) {
    options.stdout(commandHelp(command));
    return 0;
  }
  const context = flags.string('context') ?? access.context;
  if (context !== access.context)
    throw new KubectlError(`Error in configuration: context was not found for specified context: ${context}`);
  const impersonation = impersonationOf(flags, { context: access.context, command: command.name });
  const token = flags.string('token') ?? '';
  const shown = token === '' ? options.transport : showingToken(options.transport, token);
  const transport = impersonation ? impersonating(shown, impersonation) : shown;
  const code = await command.run({
    client: transport === options.transport ? client : clientOver(transport),
    clock,
    signal,
    flags,
    args,
    dash,
    stdin,
    terminal,
    access,
    namespace: flags.string('namespace') ?? options.namespace,
    setNamespace: options.setNamespace?.bind(options),
    files: { read: options.readFile?.bind(options), list: options.listFiles?.bind(options) },
    out: (text) => options.stdout(text),
    err: (text) => options.stderr(text),
    complain: (message) => options.stderr(asLines(message)),
  });
  return code ?? 0;
}

function isExpected(error: unknown): boolean {
  return error instanceof KubectlError || error instanceof StatusError || error instanceof TransportError;
}

function asLines(message: string): string {
  return message.endsWith('\n') ? message : `${message}\n`;
}
