import type { Clock } from '@podlab/apimachinery';
import type { KubeTransport } from '@podlab/kube-client';
import { createKubectl } from '@podlab/kubectl';
import { hostProgram, type Program } from '@podlab/shell';

export interface KubectlProgramOptions {
  readonly transport: KubeTransport;
  readonly clock: Clock;
}

/** Our kubectl as a program of our shell. */
export function kubectlProgram({ transport, clock }: KubectlProgramOptions): Program {
  return hostProgram('kubectl', async ({ argv, stdin, stdout, stderr, readFile, listFiles, signal }) => {
    // The shell runs within a call of the cluster, and kubectl makes calls of its own.
    await Promise.resolve();
    const kubectl = createKubectl({
      transport,
      clock,
      namespace: 'default',
      stdout,
      stderr,
      stdin,
      readFile: async (path) => readFile(path),
      listFiles: async (path) => listFiles(path),
    });
    return kubectl.run(argv.slice(1), { signal });
  });
}
