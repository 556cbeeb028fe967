import type { Lab } from '@podlab/lab-format';
import type { CommandContext } from '../commands/context.ts';
import { openWorkspace, type Workspace } from '../commands/workspace.ts';
import { chooseEngine, findProgram } from '../engine/choose-engine.ts';
import { openLabCluster } from '../engine/open-lab-cluster.ts';
import type { ExitCode } from '../exit-codes.ts';
import { findLab, findProvenLab } from '../labs/catalogue.ts';
import { holdLab } from '../session/hold-lab.ts';
import { stateAside } from '../session/lab-run.ts';
import { openRunningLab, type RunningLab } from '../session/running-lab.ts';
import { readSession } from '../state/session-file.ts';
import { attachToLab } from './attach.ts';
import { choosePlace } from './choose-place.ts';

/** What every way of playing is given. */
export interface Play {
  readonly context: CommandContext;
  readonly workspace: Workspace;
  readonly lab: Lab;
  readonly running: RunningLab;
  /** Aborted by Ctrl-C and its like. */
  readonly signal: AbortSignal;
}

/** Plays a lab until the learner leaves; from a second terminal, shows how it stands. @returns the verdict's exit code */
export async function playLab(
  context: CommandContext,
  name: string,
  options: { readonly fresh: boolean },
): Promise<ExitCode> {
  const { host, signal } = context;
  const workspace = openWorkspace(context);
  const lab = await findLab(workspace.labsFolder, name, context.commands());
  const paths = workspace.paths.lab(lab.id);
  const taken = await holdLab(host, paths, { signal });
  if ('heldBy' in taken) return attachToLab(context, workspace, lab, taken.heldBy);
  const { held } = taken;
  try {
    const { session, aside } = readSession(paths.session, host.nowMs());
    if (aside) workspace.say(workspace.style.amber(stateAside(aside)));
    const choice = await chooseEngine({
      asked: workspace.options.engine,
      begun: session?.engine,
      hasProgram: (program) => findProgram(host, program) !== undefined,
      dockerAnswers: async () => (await import('../engine/kind-place.ts')).dockerAnswers(host, signal),
    });
    workspace.say(workspace.style.muted(`Engine: ${choice.engine} (${choice.reason})`));
    const running = await openRunningLab({
      host,
      lab,
      engine: choice.engine,
      paths,
      progressPath: workspace.paths.progress,
      fresh: options.fresh,
      loadSolutions: async () => (await findProvenLab(workspace.labsFolder, lab.id, context.commands())).solutions,
      openCluster: (request) => openLabCluster({ ...request, host, cloneKey: workspace.paths.key }),
      onText: (text) => workspace.say(workspace.style.muted(text)),
      signal,
    });
    try {
      held.serve(running);
      return await playHere({ context, workspace, lab, running, signal: AbortSignal.any([signal, running.failure]) });
    } finally {
      await running.close();
    }
  } finally {
    await held.release();
  }
}

async function playHere(play: Play): Promise<ExitCode> {
  const place = await choosePlace(play.context.host, play.workspace.options);
  if (place === 'pipe') return (await import('./in-pipe.ts')).playInPipe(play);
  if (place === 'prompt') return (await import('./at-prompt.ts')).playAtPrompt(play);
  return (await import('./in-shell.ts')).playInShell(play);
}
