import { formatEcho } from '../../applets/echo-format.ts';
import { formatPrintf, writePrintf } from '../../applets/printf-format.ts';
import { evaluateTest } from '../../applets/test-expression.ts';
import type { Builtin } from '../builtin.ts';
import type { Step } from '../control.ts';
import type { Shell } from '../shell.ts';

function print(shell: Shell, text: string, status = 0): Step<number> {
  const waiting = shell.write(1, text);
  if (!waiting) return status;
  return (function* () {
    yield* waiting;
    return status;
  })();
}

function test(shell: Shell, argv: readonly string[]): Step<number> {
  const result = evaluateTest(shell.context, argv);
  if (typeof result === 'number') return result;
  return (function* () {
    yield* shell.context.write(2, `${shell.programName}: ${result.error}\n`);
    return 2;
  })();
}

/** Builtins that are programs elsewhere: `echo`, `printf`, `test`, `true`, `false`. */
export const outputBuiltins: readonly Builtin[] = [
  { name: 'echo', run: (shell, argv) => print(shell, formatEcho(argv.slice(1))) },
  {
    name: 'printf',
    run: function* (shell, argv) {
      const result = formatPrintf(argv.slice(1));
      const { errors } = result;
      yield* writePrintf(shell.context, result, shell.programName);
      return errors.length === 0 ? 0 : argv.length < 2 ? 2 : 1;
    },
  },
  { name: 'test', run: test },
  { name: '[', run: test },
  { name: '[[', run: test },
  { name: 'true', run: () => 0 },
  { name: 'false', run: () => 1 },
];
