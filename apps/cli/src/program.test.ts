import { reservedNames } from '@podlab/lab-format';
import { describe, expect, it } from 'vitest';
import type { CommandContext } from './commands/context.ts';
import { commandNames, createProgram } from './program.ts';

const context = { host: { stdout: { write: () => true } } } as unknown as CommandContext;
const program = createProgram(context, () => undefined);

describe('the commands', () => {
  it('have names that no lab may have', () => {
    const own = ['answer', 'fast-forward', 'kubectl', 'kubelet', 'next'];
    expect(commandNames(program).filter((name) => !reservedNames.includes(name) && !own.includes(name))).toEqual([]);
  });

  it.each(
    program.commands
      .filter((command) => command.name() !== 'kubectl')
      .map((command) => [command.name(), command] as const),
  )('%s has help with examples', (name, command) => {
    let help = '';
    command.configureOutput({ writeOut: (text) => (help += text) });
    command.outputHelp();
    expect(help).toContain('Examples:');
    expect(help).toContain(`lab ${name === 'play' ? 'replaced-not-restarted' : name}`);
  });
});
