import { Command, CommanderError, Option } from 'commander';
import { registerAnswer } from './commands/answer.ts';
import { registerCheck } from './commands/check.ts';
import type { CommandContext, GlobalOptions } from './commands/context.ts';
import { registerDelete } from './commands/delete.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerFastForward } from './commands/fast-forward.ts';
import { registerHint } from './commands/hint.ts';
import { registerKubelet } from './commands/kubelet.ts';
import { registerKubectl, runKubectl } from './commands/kubectl.ts';
import { registerList } from './commands/list.ts';
import { registerNext } from './commands/next.ts';
import { registerPlay } from './commands/play.ts';
import { registerReset } from './commands/reset.ts';
import { registerSandbox } from './commands/sandbox.ts';
import { registerSolve } from './commands/solve.ts';
import { registerVerify } from './commands/verify.ts';
import { engineNames } from './engine/engine-names.ts';
import { CliError } from './errors.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';

/** What a command is given by whoever runs the program. */
export type ProgramContext = Omit<CommandContext, 'options' | 'commands'>;

/** Names of all commands, those that are not shown too. */
export function commandNames(program: Command): string[] {
  return [...program.commands.map((command) => command.name()), 'help'];
}

/**
 * Runs the command that was typed.
 * @param argv words after `lab`
 * @returns the exit code
 * @throws CliError and the errors of the commands
 */
export async function runProgram(argv: readonly string[], context: ProgramContext): Promise<ExitCode> {
  if (argv[0] === 'kubectl') return runKubectl(context, argv.slice(1));
  let exitCode: ExitCode = exitCodes.passed;
  const program = createProgram(context, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitCodes.passed;
    throw usageError(error);
  }
  return exitCode;
}

export function createProgram(context: ProgramContext, onExit: (code: ExitCode) => void): Command {
  const { host } = context;
  const program = new Command('lab');
  const full: CommandContext = {
    ...context,
    options: () => program.opts<GlobalOptions>(),
    commands: () => commandNames(program),
  };
  const done = (run: () => Promise<ExitCode>) => run().then(onExit);
  program
    .description('Learn Kubernetes Pods by doing: labs graded for what really happened.')
    .usage('[options] [lab]\n       lab [options] <command>')
    .addOption(new Option('--engine <engine>', 'where the cluster comes from').choices(engineNames))
    .option('--json', 'print JSON, for programs')
    .option('--no-color', 'print without colours (also: NO_COLOR=1)')
    .option('--plain', 'use the prompt of Podlab instead of your shell')
    .option('--home <folder>', 'keep state there instead of PODLAB_HOME or the usual place')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: () => undefined,
    })
    .exitOverride()
    .addHelpText('after', programExamples);
  registerPlay(program, full, done);
  registerList(program, full, done);
  registerCheck(program, full, done);
  registerHint(program, full, done);
  registerNext(program, full, done);
  registerAnswer(program, full, done);
  registerReset(program, full, done);
  registerSolve(program, full, done);
  registerFastForward(program, full, done);
  registerKubelet(program, full, done);
  registerVerify(program, full, done);
  registerDoctor(program, full, done);
  registerDelete(program, full, done);
  registerSandbox(program, full, done);
  registerKubectl(program, full, done);
  for (const command of program.commands) command.configureHelp({ showGlobalOptions: true });
  return program;
}

const programExamples = `
Examples:
  lab                              list the labs, and how far you are
  lab replaced-not-restarted       play a lab
  lab check                        where you stand, with the evidence
  lab hint                         the next hint
  lab verify                       play all proofs of all labs
  lab sandbox --kubeconfig kc      an empty cluster until Ctrl-C

Exit codes: 0 passed, 1 not yet, 2 usage or invalid input, 3 not available here, 4 inconclusive, 130 Ctrl-C`;

function usageError(error: CommanderError): CliError {
  const message = error.message.replace(/^error: /, '').replace(/\n/g, ' ');
  const sentence = message.charAt(0).toUpperCase() + message.slice(1);
  return new CliError('USAGE', /[.?)]$/.test(sentence) ? sentence : `${sentence}.`, { next: 'See: lab --help' });
}
