import { systemClock } from '@podlab/apimachinery';
import { createKubectl, splitCommandLine } from '@podlab/kubectl';
import type { KubeTransport } from '@podlab/kube-client';
import { describe, expect, it } from 'vitest';
import { usedCommands } from './used-commands.ts';

/** What shows that a line did not get past its words. */
const notKnown = /unknown (flag|shorthand flag|command)|flag needs an argument|invalid argument .* flag|this kubectl/;

const unreachable = async (): Promise<never> => {
  throw new Error('nothing is asked of a cluster here');
};
const transport: KubeTransport = { fetch: unreachable, connect: unreachable, close: unreachable };

/** What our kubectl says before it asks the cluster. */
async function refusalOf(text: string): Promise<string | undefined> {
  let said = '';
  const kubectl = createKubectl({
    transport,
    clock: systemClock(),
    namespace: 'default',
    access: { context: 'podlab', server: 'https://127.0.0.1:1' },
    stdout: (part) => {
      said += part;
    },
    stderr: (part) => {
      said += part;
    },
    readFile: async () => undefined,
    listFiles: async () => undefined,
  });
  // Up to what the shell does with its output, quotes aside.
  const [own = ''] = /^(?:'[^']*'|"[^"]*"|(?! (?:\||>|&&) ).)*/.exec(text) ?? [];
  await kubectl.run(splitCommandLine(own), { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
  return notKnown.test(said) ? said : undefined;
}

describe('the kubectl commands of labs and concept pages', () => {
  const used = usedCommands();

  it('are found in labs, their attempts, and pages', () => {
    for (const part of ['labs/', '/attempts/', 'docs/concepts/'])
      expect(used.filter(({ file }) => file.includes(part)).length).toBeGreaterThan(10);
  });

  it('are known to our kubectl, with their flags', async () => {
    const refused: string[] = [];
    for (const { file, line, text } of used) {
      const said = await refusalOf(text);
      if (said !== undefined) refused.push(`${file}:${line}: kubectl ${text}\n${said}`);
    }
    expect(refused).toEqual([]);
  });

  it('would be told apart from unknown ones', async () => {
    expect(await refusalOf('get pods --nosuch')).toContain('unknown flag: --nosuch');
    expect(await refusalOf('nosuch')).toContain('unknown command');
    expect(await refusalOf('get pods')).toBeUndefined();
  });
});
