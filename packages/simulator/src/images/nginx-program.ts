import { formatTime } from '@podlab/apimachinery';
import type { Program } from '@podlab/shell';

/**
 * The nginx server as far as it goes without a network: it says what it says when it starts, runs until it is told to
 * end (QUIT, TERM or INT), and ends with 0. It answers no requests.
 */
export const nginxProgram: Program = {
  name: 'nginx',
  *run(process) {
    for (const signal of ['QUIT', 'TERM', 'INT'] as const) process.onSignal(signal, 'handle');
    const notices = [
      'using the "epoll" event method',
      'nginx/1.29.3',
      'OS: Linux 6.18.0-podlab',
      'start worker processes',
    ];
    for (const notice of notices) yield* process.complain(logLine(process.nowMs(), process.pid, notice));
    for (;;) {
      yield* process.pause();
      const signal = process.takeSignal();
      if (signal === undefined) continue;
      const what = signal === 'QUIT' ? 'gracefully shutting down' : 'exiting';
      yield* process.complain(logLine(process.nowMs(), process.pid, `signal ${signal} received, ${what}`));
      yield* process.complain(logLine(process.nowMs(), process.pid, 'exit'));
      return 0;
    }
  },
};

function logLine(nowMs: number, pid: number, text: string): string {
  const time = formatTime(nowMs).slice(0, 19).replaceAll('-', '/').replace('T', ' ');
  return `${time} [notice] ${pid}#${pid}: ${text}`;
}
