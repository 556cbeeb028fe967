import { applet } from '../applet.ts';
import { complainUsage } from '../usage.ts';
import { readFile } from '../lines.ts';
import { CalculationError } from './decimal.ts';
import { DcMachine } from './dc-machine.ts';

/** A calculator that works on a stack: -e SCRIPT, -f FILE, FILE...; without any, standard input. */
export const dc = applet('dc', function* (context, args) {
  const machine = new DcMachine(context);
  let isGiven = false;
  for (let index = 0; index < args.length || !isGiven; index += 1) {
    const argument = args[index] ?? '-';
    isGiven = true;
    let source: string | undefined;
    const option = /^-([ef])(.*)$/s.exec(argument);
    if (option) {
      const value = option[2] || (args[(index += 1)] ?? '');
      source = option[1] === 'e' ? value : yield* readFile(context, value, `can't open '${value}'`);
    } else if (argument === '-x') continue;
    else if (/^-./.test(argument)) return yield* complainUsage(context, `invalid option -- '${argument[1] ?? ''}'`);
    else source = yield* readFile(context, argument, `can't open '${argument}'`, 'input error: Is a directory');
    if (source === undefined) return 1;
    try {
      if (yield* machine.run(source)) return 0;
    } catch (error) {
      if (!(error instanceof CalculationError)) throw error;
      yield* context.complain(`dc: ${error.message}`);
      return 1;
    }
  }
  return 0;
});
