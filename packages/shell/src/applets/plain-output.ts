import { evaluateTest } from './test-expression.ts';
import { applet } from './applet.ts';
import { formatEcho } from './echo-format.ts';
import { formatPrintf, writePrintf } from './printf-format.ts';

/** Programs that are builtins of the shell too. */
export const echo = applet('echo', function* (context, args) {
  yield* context.write(1, formatEcho(args));
  return 0;
});

export const printf = applet('printf', function* (context, args) {
  const result = formatPrintf(args);
  yield* writePrintf(context, result, 'printf');
  return result.errors.length > 0 ? 1 : 0;
});

export const testProgram = testApplet('test');
export const bracketProgram = testApplet('[');
export const doubleBracketProgram = testApplet('[[');

export const trueProgram = applet('true', function* () {
  return 0;
});

export const falseProgram = applet('false', function* () {
  return 1;
});

function testApplet(name: string) {
  return applet(name, function* (context) {
    const result = evaluateTest(context, [name, ...context.argv.slice(1)]);
    if (typeof result === 'number') return result;
    yield* context.complain(`${name}: ${result.error}`);
    return 2;
  });
}
