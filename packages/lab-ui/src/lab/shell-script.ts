import { realClusterCommand } from './real-cluster.ts';

/** What was done in a terminal, and how it ended. */
export interface DoneCommand {
  readonly line: string;
  readonly exitCode: number;
}

export interface ScriptOptions {
  readonly lab: { readonly id: string; readonly title: string };
  readonly done: readonly DoneCommand[];
}

/** The learner's commands as a script for a cluster of their own; what failed stays, as a comment. */
export function writeShellScript({ lab, done }: ScriptOptions): string {
  const lines = done.flatMap(({ line, exitCode }) => {
    if (line.trim() === '' || isOfThePage(line)) return [];
    if (exitCode === 0) return [line];
    return [`# ended with exit code ${exitCode}:`, ...line.split('\n').map((part) => `# ${part}`)];
  });
  return `${[
    '#!/bin/sh',
    `# ${lab.title}`,
    `# To set up the same lab on a cluster of your own: ${realClusterCommand(lab.id)}`,
    '# Names that a cluster makes up, such as those of Pods, are others there.',
    '',
    ...lines,
  ].join('\n')}\n`;
}

function isOfThePage(line: string): boolean {
  return /^(check|hint|next|reset|answer|clear|fast-forward|help|solve)\b/.test(line.trim());
}
