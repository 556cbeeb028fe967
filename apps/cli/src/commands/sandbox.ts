import { parseQuantity, QuantityError, quantityUnits } from '@podlab/apimachinery';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext, Done } from './context.ts';

/** What `lab sandbox` was told. */
export interface SandboxOptions {
  readonly kubeconfig?: string;
  readonly nodes: number;
  readonly port?: number;
  readonly seed?: string;
  /** How much the disk of each node holds, as a quantity. */
  readonly disk?: string;
  /** How fast time passes: 1 is real time, 0 stands still. */
  readonly clock: number;
}

const mostNodes = 9;
const highestRate = 1000;

export function registerSandbox(program: Command, context: CommandContext, done: Done): void {
  program
    .command('sandbox')
    .description('run an empty cluster until Ctrl-C, for free play and for other tools')
    .option('--kubeconfig <file>', 'write the kubeconfig there, once the API answers')
    .addOption(
      new Option('--nodes <count>', 'nodes in all: one control plane, the rest workers')
        .argParser(parseNodes)
        .default(1),
    )
    .addOption(new Option('--port <port>', 'serve on that loopback port (embedded)').argParser(parsePort))
    .option('--seed <text>', 'names, UIDs and addresses come from it (embedded)')
    .addOption(
      new Option('--disk <quantity>', 'how much the disk of each node holds, such as 256Mi (embedded)').argParser(
        parseDisk,
      ),
    )
    .addOption(
      new Option(
        '--clock <clock>',
        '`real`, `paused` (then only `lab fast-forward` moves it), or `x10` for ten times as fast (embedded)',
      )
        .argParser(parseClock)
        .default(1, 'real'),
    )
    .addHelpText(
      'after',
      '\nExamples:\n  lab sandbox\n  lab sandbox --kubeconfig kc --nodes 3\n  lab sandbox --clock x60 --seed demo\n  lab sandbox --clock paused    # then, in another terminal: lab fast-forward 5',
    )
    .action((options: SandboxOptions) =>
      done(async () => (await import('../sandbox/run-sandbox.ts')).runSandbox(context, options)),
    );
}

function parseNodes(text: string): number {
  const nodes = Number(text);
  if (Number.isInteger(nodes) && nodes >= 1 && nodes <= mostNodes) return nodes;
  throw new InvalidArgumentError(`Must be a whole number from 1 to ${mostNodes}.`);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError('Must be a port from 1 to 65535.');
}

function parseDisk(text: string): string {
  try {
    if (quantityUnits(parseQuantity(text)) > 0) return text;
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error;
  }
  throw new InvalidArgumentError('Must be a quantity such as 256Mi.');
}

function parseClock(text: string): number {
  if (text === 'real') return 1;
  if (text === 'paused') return 0;
  const rate = Number(/^x(\d+(?:\.\d+)?)$/.exec(text)?.[1]);
  if (rate > 0 && rate <= highestRate) return rate;
  throw new InvalidArgumentError(`Must be real, paused, or x1 to x${highestRate}.`);
}
