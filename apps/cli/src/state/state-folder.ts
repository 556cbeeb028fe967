import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import type { Host } from '../host.ts';

/**
 * The folder that holds everything Podlab remembers: `PODLAB_HOME`, else the place the system has for such things.
 * @see https://specifications.freedesktop.org/basedir-spec/latest/ (XDG_STATE_HOME)
 */
export function stateRoot(host: Pick<Host, 'env' | 'platform' | 'homeDir'>, home?: string): string {
  const chosen = home ?? host.env.PODLAB_HOME;
  const path = host.platform === 'win32' ? win32 : posix;
  if (chosen) return path.resolve(chosen);
  switch (host.platform) {
    case 'win32':
      return path.join(host.env.LOCALAPPDATA ?? path.join(host.homeDir, 'AppData', 'Local'), 'Podlab');
    case 'darwin':
      return path.join(host.homeDir, 'Library', 'Application Support', 'Podlab');
    default: {
      const state = host.env.XDG_STATE_HOME;
      // The specification: a relative path is invalid and is to be ignored.
      const base = state && path.isAbsolute(state) ? state : path.join(host.homeDir, '.local', 'state');
      return path.join(base, 'podlab');
    }
  }
}

/** Names this clone and this user, so that two clones and two users who share a state folder do not meet. */
export function cloneKey(root: string, user: string): string {
  return createHash('sha256')
    .update(`${realPath(root)}\0${user}`)
    .digest('hex')
    .slice(0, 12);
}

function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
