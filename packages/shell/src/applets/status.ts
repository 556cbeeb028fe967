import { uptimeMs } from '../process/proc-files.ts';
import { applet } from './applet.ts';
import { formatTime } from './date-format.ts';
import { parseOptions } from './options.ts';
import { uptimeLine } from './space.ts';

export const uptime = applet('uptime', function* (context, args) {
  if (!(yield* parseOptions(context, args, ''))) return 1;
  yield* context.write(1, uptimeLine(context, uptimeMs(context.container), formatTime(context.nowMs(), '%H:%M:%S')));
  return 0;
});
