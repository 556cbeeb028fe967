import { type Command, CommandError, type CommandResult } from '../kind/command.ts';
import { formatCommandLine } from '../kind/command-line.ts';
import { createDryRun } from '../kind/dry-run.ts';
import type { KindHost, Machine } from '../kind/kind-host.ts';
import type { ClusterRecord } from '../kind/record.ts';

type Answer = string | Partial<CommandResult>;

/** A program's answer: its output, or how it fails; a function is asked each time. */
export type ProgramAnswer = Answer | (() => Answer);

interface FakeKindHostOptions {
  /** By the beginning of the command line; the first that fits answers. Whatever fits none succeeds silently. */
  readonly answers?: Readonly<Record<string, ProgramAnswer>>;
  readonly record?: ClusterRecord;
  readonly machine?: Partial<Machine>;
}

/** A machine with the programs and files that a test gives it, which remembers the commands it was asked to run. */
export function createFakeKindHost({ answers = {}, record, machine }: FakeKindHostOptions) {
  const commands: string[] = [];
  let kept = record;
  const { host: dry } = createDryRun({ clusterName: 'podlab-lab', nodes: 0, print: () => undefined });
  const host: KindHost = {
    ...dry,
    async run(command) {
      const line = formatCommandLine(command).split('\n')[0] ?? '';
      commands.push(line);
      const [, answer = ''] = Object.entries(answers).find(([start]) => line.startsWith(start)) ?? [];
      return answerCommand(command, typeof answer === 'function' ? answer() : answer);
    },
    readRecord: async () => kept,
    writeRecord: async (_path, written) => {
      kept = written;
    },
    removeRecord: async () => {
      kept = undefined;
    },
    machine: {
      platform: 'linux',
      readText: async () => undefined,
      freeBytes: async () => undefined,
      canWrite: async () => true,
      ...machine,
    },
  };
  return { host, commands, record: () => kept };
}

function answerCommand(command: Command, answer: Answer): CommandResult {
  const given = typeof answer === 'string' ? { stdout: answer } : answer;
  const result: CommandResult = {
    argv: command.argv,
    exitCode: 0,
    stdout: '',
    stderr: '',
    timedOut: false,
    isCanceled: false,
    notFound: false,
    durationMs: 0,
    commandLine: formatCommandLine(command),
    ...given,
  };
  if (result.exitCode !== 0) throw new CommandError(result);
  return result;
}
