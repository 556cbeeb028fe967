import { parse } from 'yaml';
import { openWorkstation } from './workstation.ts';

/** What a picture of a concept page is recorded from: `docs/concepts/recordings/*.yaml`. */
export interface ConceptRecording {
  readonly title: string;
  /** In all, the control plane included; they are named as kind names those of a cluster `podlab`. */
  readonly nodes: number;
  readonly files: Readonly<Record<string, string>>;
  /** Moments are counted from when the cluster stands: `5s`. */
  readonly steps: readonly { readonly at: string; readonly run: string }[];
  readonly until: string;
}

export function readConceptRecording(text: string): ConceptRecording {
  return parse(text) as ConceptRecording;
}

/**
 * Runs the commands of a recording at their moments, each to its end before the next.
 * @returns what went wrong: commands that failed, and moments that had passed already
 */
export async function playConceptRecording({ nodes, files, steps, until }: ConceptRecording): Promise<string[]> {
  const workstation = await openWorkstation({ nodes });
  try {
    for (const [path, text] of Object.entries(files)) workstation.writeFile(path, text);
    const faults: string[] = [];
    const beginMs = workstation.nowMs();
    for (const { at, run } of [...steps, { at: until, run: 'true' }]) {
      const waitMs = beginMs + secondsOf(at) * 1000 - workstation.nowMs();
      if (waitMs < 0) faults.push(`${run}: ${at} has passed when the command before it ends`);
      await workstation.pass(Math.max(0, waitMs) / 1000);
      const { exitCode, printed } = await workstation.run(run);
      if (exitCode !== 0) faults.push(`${run}: exit code ${exitCode}: ${printed}`);
    }
    return faults;
  } finally {
    await workstation.close();
  }
}

function secondsOf(duration: string): number {
  const [, count] = /^(\d+)s$/.exec(duration) ?? [];
  if (count === undefined) throw new Error(`\`${duration}\` must be seconds, such as 5s`);
  return Number(count);
}
