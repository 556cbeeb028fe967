import { spawnSync } from 'node:child_process';

/** What a suite on a real cluster needs, for `describeNeeding`. */
export const realKindCluster = 'a real kind cluster';

/**
 * Whether this machine can make one: Docker answers, kind is there, and PODLAB_NODE_IMAGE names the image of the nodes
 * (the word `default`: kind's own, which Docker pulls).
 */
export const isKindThere =
  nodeImageSetting() !== undefined &&
  works('docker', 'version', '--format', '{{.Server.Version}}') &&
  works('kind', 'version');

/** For `createKindEngine`: nothing for kind's own image. */
export function nodeImage(): { readonly image?: string } {
  const setting = nodeImageSetting();
  return setting === undefined || setting === 'default' ? {} : { image: setting };
}

function nodeImageSetting(): string | undefined {
  return process.env['PODLAB_NODE_IMAGE'] || undefined;
}

function works(program: string, ...args: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore', timeout: 20_000 }).status === 0;
}
