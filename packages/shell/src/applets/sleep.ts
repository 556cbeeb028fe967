import { applet } from './applet.ts';
import { complainUsage } from './usage.ts';
import { parseDuration } from './duration.ts';

/** Sleeps for the sum of its arguments. */
export const sleep = applet('sleep', function* (context, args) {
  if (args.length === 0) {
    yield* complainUsage(context);
    return 1;
  }
  let sum = 0;
  for (const argument of args) {
    const ms = parseDuration(argument);
    if (ms === undefined) {
      yield* context.complain(`sleep: invalid number '${argument}'`);
      return 1;
    }
    sum += ms;
  }
  yield* context.sleep(Math.min(sum, 1e14));
  return 0;
});
