import type { GlobalOptions } from '../commands/context.ts';
import type { Host } from '../host.ts';

/** Where the learner works: in an own shell, at our prompt, or not here at all. */
export type Place = 'shell' | 'prompt' | 'pipe';

/** Chooses by what the terminal can do. */
export async function choosePlace(host: Host, options: Pick<GlobalOptions, 'json' | 'plain'>): Promise<Place> {
  if (options.json) return 'pipe';
  if (options.plain) return 'prompt';
  if (!host.stdin.isTTY || !host.stdout.isTTY) return 'pipe';
  if (host.env.TERM === 'dumb' || !(await canOpenPty())) return 'prompt';
  return 'shell';
}

/** Whether pseudo-terminals can be had: their native part is there for most machines, not for all. */
async function canOpenPty(): Promise<boolean> {
  try {
    await import('@lydell/node-pty');
    return true;
  } catch {
    return false;
  }
}
