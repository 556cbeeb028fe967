import { applet } from '../applet.ts';
import { readFile } from '../lines.ts';
import { parseOptions } from '../options.ts';
import { BcMachine } from './bc-machine.ts';
import { BcParser } from './bc-parser.ts';
import { CalculationError } from './decimal.ts';

/** A calculator of any precision: -l, FILE...; -q, -s and -w change nothing here. */
export const bc = applet('bc', function* (context, args) {
  const long = { mathlib: 'l', quiet: 'q', standard: 's', warn: 'w', extended: 'q', interactive: 'i' };
  const options = yield* parseOptions(context, args, 'wvsqli', long);
  if (!options) return 1;
  const machine = new BcMachine(context, options.has('l'));
  for (const file of [...options.rest, '-']) {
    const source = yield* readFile(
      context,
      file,
      file === '-' ? 'standard input' : `can't open '${file}'`,
      'input error: Is a directory',
    );
    if (source === undefined) return 1;
    try {
      const parser = new BcParser(source);
      for (let next = parser.next(machine); next; next = parser.next(machine)) {
        if ((yield* next(machine)) === 'quit') return 0;
        if (context.isOutputFull) yield* context.flush();
      }
    } catch (error) {
      if (!(error instanceof CalculationError)) throw error;
      yield* context.complain(`bc: ${error.message}`);
      return 1;
    }
  }
  return 0;
});
