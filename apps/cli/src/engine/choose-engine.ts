import { statSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import type { EngineName } from '@podlab/clusters';
import type { Host } from '../host.ts';

/** Which engine, and why; the reason is told in one line. */
export interface EngineChoice {
  readonly engine: EngineName;
  readonly reason: string;
}

export interface EngineQuestion {
  /** What the learner said with `--engine`. */
  readonly asked: EngineName | undefined;
  /** The engine on which the lab was begun. */
  readonly begun: EngineName | undefined;
  /** Whether the program is on PATH. */
  hasProgram(name: string): boolean;
  /** Whether Docker answers; asked only when it can matter. */
  dockerAnswers(): Promise<boolean>;
}

/** What the learner says wins; then the engine on which the lab was begun; then kind, where it can run. */
export async function chooseEngine(question: EngineQuestion): Promise<EngineChoice> {
  if (question.asked) return { engine: question.asked, reason: 'you asked for it with --engine' };
  if (question.begun) return { engine: question.begun, reason: 'the lab was begun on it' };
  const missing = ['docker', 'kind'].filter((name) => !question.hasProgram(name));
  if (missing.length > 0) return { engine: 'embedded', reason: `${missing.join(' and ')} not found on this machine` };
  if (!(await question.dockerAnswers()))
    return { engine: 'embedded', reason: 'Docker is installed but does not answer' };
  return { engine: 'kind', reason: 'Docker and kind are here; --engine embedded is quicker' };
}

/** Path of a program as a shell would find it; undefined when there is none. Looks only. */
export function findProgram(host: Pick<Host, 'env' | 'platform'>, name: string): string | undefined {
  const path = host.platform === 'win32' ? win32 : posix;
  const endings = host.platform === 'win32' ? (host.env.PATHEXT ?? '.EXE;.CMD;.BAT').split(';') : [''];
  for (const folder of (host.env.PATH ?? host.env.Path ?? '').split(path.delimiter)) {
    if (folder === '') continue;
    for (const ending of endings) {
      const candidate = path.join(folder, name + ending);
      const found = statSync(candidate, { throwIfNoEntry: false });
      if (found?.isFile() && (host.platform === 'win32' || (found.mode & 0o111) !== 0)) return candidate;
    }
  }
  return undefined;
}
