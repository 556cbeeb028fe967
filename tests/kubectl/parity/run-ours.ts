import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { systemClock } from '@podlab/apimachinery';
import type { KubeTransport } from '@podlab/kube-client';
import { createKubectl } from '@podlab/kubectl';
import type { Answer, RunIn } from './answer.ts';
import type { CommandLine } from './parity-case.ts';

/** Runs `packages/kubectl` in this process. */
export async function runOurs(
  words: readonly string[],
  { stdin, stopAfterMs }: CommandLine,
  { transport, ...place }: RunIn & { readonly transport: KubeTransport },
): Promise<Answer> {
  const answer = { stdout: '', stderr: '' };
  const kubectl = createKubectl({
    transport,
    clock: systemClock(),
    namespace: place.namespace,
    access: { context: 'podlab', server: place.server },
    stdout: (text) => {
      answer.stdout += text;
    },
    stderr: (text) => {
      answer.stderr += text;
    },
    ...(stdin === undefined ? {} : { stdin: inputOf(stdin) }),
    readFile: async (path) => readIfThere(resolve(place.folder, path)),
    listFiles: async (path) => listIfFolder(place.folder, path),
  });
  const stop = new AbortController();
  const timer = stopAfterMs === undefined ? undefined : setTimeout(() => stop.abort(), stopAfterMs);
  try {
    const code = await kubectl.run(words, { signal: stop.signal });
    return { ...answer, code };
  } catch (error) {
    if (stop.signal.aborted) return { ...answer, code: 'stopped' };
    return { ...answer, stderr: `${answer.stderr}${error instanceof Error ? (error.stack ?? '') : ''}`, code: 255 };
  } finally {
    clearTimeout(timer);
  }
}

async function* inputOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

function readIfThere(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() ? readFileSync(path, 'utf8') : undefined;
}

/** Paths as they were typed, as kubectl shows them. */
function listIfFolder(folder: string, path: string): readonly string[] | undefined {
  if (!statSync(resolve(folder, path), { throwIfNoEntry: false })?.isDirectory()) return undefined;
  return readdirSync(resolve(folder, path)).map((name) => join(path, name));
}
