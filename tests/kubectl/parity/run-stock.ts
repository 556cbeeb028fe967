import { spawn } from 'node:child_process';
import { mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clients } from '../client.ts';
import type { Answer, RunIn } from './answer.ts';
import type { CommandLine } from './parity-case.ts';

/** The kubectl that ours is held to. */
export const stock = clients.find(({ minor }) => minor === '1.36');

/** Nothing of the developer's own kubectl set-up is read; the cache of discovery is shared by all runs. */
const home = mkdtempSync(join(tmpdir(), 'podlab-parity-'));

/** The client under the name `kubectl`, which some of its messages repeat. */
const program = join(home, 'kubectl');
if (stock) symlinkSync(stock.path, program);

/** A kubectl lives for a moment: without collecting garbage it takes a third less of the processor. */
const goQuick = { GOGC: 'off', GOMAXPROCS: '1' };

/** Runs stock kubectl as a process. */
export function runStock(words: readonly string[], { stdin, stopAfterMs }: CommandLine, place: RunIn): Promise<Answer> {
  if (!stock) throw new Error('kubectl 1.36 is not in releases.json');
  const child = spawn(program, words, {
    cwd: place.folder,
    env: { ...goQuick, PATH: process.env['PATH'], HOME: home, KUBECONFIG: place.kubeconfigPath, EDITOR: 'false' },
    stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  const answer = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (answer.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (answer.stderr += text));
  // A kubectl that refuses its arguments closes the pipe unread.
  child.stdin?.on('error', () => undefined).end(stdin);
  const timer = stopAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), stopAfterMs);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ ...answer, code: code ?? 'stopped' });
    });
  });
}
