import type { Impersonation } from '@podlab/kube-client';
import type { Flags } from './flags.ts';
import { KubectlError } from './kubectl-error.ts';

/**
 * Whom `--as` names; undefined: nobody.
 * @param options.context whose user would say so
 * @throws KubectlError when there is a group or UID and no user
 */
export function impersonationOf(
  flags: Flags,
  { context, command }: { readonly context: string; readonly command: string },
): Impersonation | undefined {
  const user = flags.string('as') ?? '';
  const groups = flags.list('as-group');
  const uid = flags.string('as-uid') ?? '';
  if (user !== '') return { user, groups, uid };
  if (groups.length === 0 && uid === '') return undefined;
  // A command that needs no namespace from the configuration meets the fault elsewhere, and says so in other words.
  const start = flags.has('namespace') && !command.startsWith('auth ') ? 'Error in configuration' : 'error';
  throw new KubectlError(`${start}: requesting uid, groups or user-extra for ${context} without impersonating a user`);
}
