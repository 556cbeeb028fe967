import { join, resolve } from 'node:path';
import type { Lab } from '@podlab/lab-format';
import { CliError } from '../errors.ts';
import type { View } from '../session/protocol.ts';
import { findHolder, type LockHolder } from '../state/lock.ts';
import { type StatePaths, statePaths } from '../state/paths.ts';
import type { Style } from '@podlab/lab-runner';
import { createStyle, wantsColor } from '../text/style.ts';
import type { CommandContext, GlobalOptions } from './context.ts';

/** What most commands need: where things are, and how to print. */
export interface Workspace {
  readonly paths: StatePaths;
  readonly labsFolder: string;
  readonly style: Style;
  /** Width of the terminal as it is now. */
  readonly columns: number;
  readonly view: View;
  readonly options: GlobalOptions;
  /** Prints lines for a person; nothing with `--json`. */
  say(...lines: readonly string[]): void;
  /** Prints the one JSON value of a command; nothing without `--json`. */
  json(value: unknown): void;
}

const usualColumns = 88;

export function openWorkspace(context: CommandContext): Workspace {
  const { host, installation } = context;
  const options = context.options();
  const colored = wantsColor({ color: options.color, env: host.env, isTerminal: host.stdout.isTTY });
  const width = () => host.stdout.columns || usualColumns;
  return {
    paths: statePaths(host, installation, options.home),
    // Authors can keep labs elsewhere while they write them.
    labsFolder: host.env.PODLAB_LABS ? resolve(host.env.PODLAB_LABS) : join(installation.root, 'labs'),
    style: createStyle(colored),
    get columns() {
      return width();
    },
    get view() {
      return { columns: width(), colored };
    },
    options,
    say(...lines) {
      if (!options.json) host.stdout.write(lines.map((line) => `${line}\n`).join(''));
    },
    json(value) {
      if (options.json) host.stdout.write(`${JSON.stringify(value)}\n`);
    },
  };
}

/** A lab that a process plays now. */
export interface LiveLab {
  readonly labId: string;
  readonly holder: LockHolder;
}

/** Labs of this clone that are being played. */
export async function liveLabs(workspace: Workspace, nowMs: number): Promise<LiveLab[]> {
  const { listLabIds } = await import('../labs/catalogue.ts');
  return listLabIds(workspace.labsFolder).flatMap((labId) => {
    const holder = findHolder(workspace.paths.lab(labId).lock, nowMs);
    return holder ? [{ labId, holder }] : [];
  });
}

/**
 * The lab that a command is about: the one that was named, the one whose shell this is, or the only one that is played.
 * @throws CliError when none is played, or several
 */
export async function findLiveLab(
  context: CommandContext,
  workspace: Workspace,
  name: string | undefined,
): Promise<{ readonly lab: Lab; readonly holder: LockHolder }> {
  const { findLab } = await import('../labs/catalogue.ts');
  const { host } = context;
  const wanted = name ?? host.env.PODLAB_LAB;
  const load = (id: string) => findLab(workspace.labsFolder, id, context.commands());
  if (wanted !== undefined) {
    const lab = await load(wanted);
    const holder = findHolder(workspace.paths.lab(lab.id).lock, host.nowMs());
    if (holder) return { lab, holder };
    throw new CliError('NOT_RUNNING', `The lab ${lab.id} is not being played.`, {
      next: `Start it: pnpm lab ${lab.id}`,
    });
  }
  const live = await liveLabs(workspace, host.nowMs());
  const [only] = live;
  if (only && live.length === 1) return { lab: await load(only.labId), holder: only.holder };
  if (live.length === 0) {
    throw new CliError('NOT_RUNNING', 'No lab is being played.', {
      next: 'Start one, for example in another terminal: pnpm lab',
    });
  }
  throw new CliError('USAGE', 'Several labs are being played.', {
    next: `Name one: ${live.map(({ labId }) => labId).join(', ')}`,
  });
}
