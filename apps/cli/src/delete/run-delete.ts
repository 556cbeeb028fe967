import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandContext } from '../commands/context.ts';
import { openWorkspace, type Workspace } from '../commands/workspace.ts';
import { CliError } from '../errors.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { findLab } from '../labs/catalogue.ts';
import { told } from '../state/disk.ts';
import { findHolder } from '../state/lock.ts';

/** Removes what is kept of one lab, or everything of this clone. A lab that is being played is left alone. */
export async function runDelete(context: CommandContext, name: string | undefined, all: boolean): Promise<ExitCode> {
  const workspace = openWorkspace(context);
  const { paths, say, json } = workspace;
  if (all === (name !== undefined)) {
    throw new CliError('USAGE', all ? 'Name a lab or say --all, not both.' : 'Say what to delete.', {
      next: 'lab delete <lab>, or lab delete --all',
    });
  }
  if (name !== undefined) {
    const known = keptLabs(paths.clone).includes(name);
    const id = known ? name : (await findLab(workspace.labsFolder, name, context.commands())).id;
    await deleteLab(context, workspace, id);
    json({ deleted: [id] });
    say(`Removed the cluster and the record of ${id}. Your progress stays.`);
    return exitCodes.passed;
  }
  const ids = keptLabs(paths.clone);
  for (const id of ids) refuseWhenHeld(workspace, id, context.host.nowMs());
  for (const id of ids) await deleteLab(context, workspace, id);
  told(paths.clone, () => rmSync(paths.clone, { recursive: true, force: true }));
  removeIfEmpty(join(paths.root, 'clones'));
  removeIfEmpty(paths.root);
  json({ deleted: ids, all: true });
  say(`Removed everything that Podlab kept for this clone (${paths.clone}).`);
  return exitCodes.passed;
}

async function deleteLab(context: CommandContext, workspace: Workspace, id: string): Promise<void> {
  const { host, signal } = context;
  const { paths, say, style } = workspace;
  refuseWhenHeld(workspace, id, host.nowMs());
  const lab = paths.lab(id);
  if (existsSync(join(lab.folder, 'kind.json'))) {
    const { deleteKind } = await import('../engine/kind-place.ts');
    const place = { host, cloneKey: paths.key, labId: id, paths: lab, namespace: id };
    await deleteKind(place, { onText: (text) => say(style.muted(text)), signal });
  }
  told(lab.folder, () => rmSync(lab.folder, { recursive: true, force: true }));
}

function refuseWhenHeld({ paths }: Workspace, id: string, nowMs: number): void {
  const holder = findHolder(paths.lab(id).lock, nowMs);
  if (!holder) return;
  throw new CliError('LAB_HELD', `${id} is being played by process ${holder.pid} since ${holder.lockedTime}.`, {
    next: 'Leave it there first (exit, or Ctrl-C).',
  });
}

function keptLabs(clone: string): string[] {
  const folder = join(clone, 'labs');
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** What others keep there stays. */
function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Not empty, or not there.
  }
}
