import type { Command } from 'commander';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { CommandContext, Done } from './context.ts';
import { liveLabs, openWorkspace } from './workspace.ts';

export function registerList(program: Command, context: CommandContext, done: Done): void {
  program
    .command('list')
    .description('list the labs, and how far you are')
    .addHelpText('after', '\nExamples:\n  lab list\n  lab list --json')
    .action(() => done(() => listLabs(context)));
}

/** What `lab list --json` prints of each lab. */
interface ListedLab {
  readonly lab: string;
  readonly title: string;
  readonly summary: string;
  readonly state: 'passed' | 'begun' | 'new' | 'faulty';
  readonly steps: number;
  readonly stepsPassed: number;
  readonly passedTime?: string;
  readonly running: boolean;
}

/** Shows every lab with its progress; one that cannot be loaded is shown with that. */
export async function listLabs(context: CommandContext): Promise<ExitCode> {
  const workspace = openWorkspace(context);
  const { paths, labsFolder, style, say, json } = workspace;
  const { findLab, listLabIds } = await import('../labs/catalogue.ts');
  const { readProgress } = await import('../state/progress.ts');
  const { progress, aside } = readProgress(paths.progress, context.host.nowMs());
  const running = new Set((await liveLabs(workspace, context.host.nowMs())).map(({ labId }) => labId));
  const labs: ListedLab[] = [];
  for (const id of listLabIds(labsFolder)) {
    const done = progress.labs[id];
    const lab = await findLab(labsFolder, id, context.commands()).catch(() => undefined);
    const stepsPassed = lab?.steps.filter((step) => done?.steps[step.id] !== undefined).length ?? 0;
    labs.push({
      lab: id,
      title: lab?.title ?? id,
      summary: lab?.summary ?? `This lab has faults: lab verify ${id}`,
      state: !lab ? 'faulty' : done?.passedTime ? 'passed' : done ? 'begun' : 'new',
      steps: lab?.steps.length ?? 0,
      stepsPassed,
      ...(done?.passedTime ? { passedTime: done.passedTime } : {}),
      running: running.has(id),
    });
  }
  json({ labs, ...(aside ? { progressKeptAside: aside.path } : {}) });
  if (aside) say(style.amber(`Your progress could not be read: ${aside.reason}. It is kept in ${aside.path}.`), '');
  const width = Math.max(...labs.map(({ lab }) => lab.length), 0);
  for (const lab of labs) {
    const glyph = { passed: style.pea('✓'), begun: style.amber('○'), new: style.muted('·'), faulty: style.red('✗') }[
      lab.state
    ];
    const progressText = lab.steps > 0 ? `${lab.stepsPassed}/${lab.steps}` : '';
    say(
      `${glyph} ${style.strong(lab.lab.padEnd(width))}  ${style.muted(progressText.padStart(3))}  ${lab.summary}${lab.running ? style.pea('  running') : ''}`,
    );
  }
  const next = labs.find(({ state }) => state === 'begun') ?? labs.find(({ state }) => state === 'new');
  say('', next ? `Play one: ${style.code(`pnpm lab ${next.lab}`)}` : style.pea('All labs are passed.'));
  return exitCodes.passed;
}
