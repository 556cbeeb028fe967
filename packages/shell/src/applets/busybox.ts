import { baseName } from '../files/path.ts';
import type { Program } from '../ports.ts';
import { applet } from './applet.ts';
import { banner } from './usage.ts';

/** The one program that all others are links to: runs what it is called as, or what its first argument names. */
export function busyboxProgram(programs: ReadonlyMap<string, Program>): Program {
  return {
    ...applet('busybox', function* (context, args) {
      const [name, ...rest] = args;
      const own = baseName(context.argv[0] ?? '');
      if (!own.startsWith('busybox')) {
        yield* context.complain(`${own}: applet not found`);
        return 127;
      }
      if (name === '--list' || name === '--list-full') {
        for (const one of [...programs.keys()].sort()) context.print(`${one}\n`);
        return 0;
      }
      if (name === undefined || name === '--help') {
        context.print(
          `${banner}\n\nUsage: busybox [function [arguments]...]\n   or: busybox --list\n   or: function [arguments]...\n\n`,
        );
        context.print(`Currently defined functions:\n\t${[...programs.keys()].sort().join(', ')}\n`);
        return 0;
      }
      const program = programs.get(name);
      if (!program) {
        yield* context.complain(`${name}: applet not found`);
        return 127;
      }
      context.becomes({ program, argv: [name, ...rest] });
      return yield* program.run(context);
    }),
    named: (name) => programs.get(name),
  };
}
