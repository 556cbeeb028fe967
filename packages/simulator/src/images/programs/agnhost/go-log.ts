import { formatTime } from '@podlab/apimachinery';
import type { ProcessContext } from '@podlab/shell';

/**
 * A line of Go's `log` in a program that hands it to klog: `I1128 03:52:00.123000       1 log.go:195] text`, on standard
 * error.
 */
export function* goLog(process: ProcessContext, text: string): Generator<void, void, void> {
  yield* process.write(2, `${klogHead(process)} log.go:195] ${text}\n`);
}

/** What klog begins a line with, up to the file: `I1128 03:52:00.123000       1` */
export function klogHead(process: ProcessContext): string {
  const nowMs = process.nowMs();
  const [, month = '', day = '', time = ''] = formatTime(nowMs).split(/[-TZ]/);
  const fraction = String(nowMs % 1000).padStart(3, '0');
  return `I${month}${day} ${time}.${fraction}000 ${String(process.pid).padStart(7)}`;
}
