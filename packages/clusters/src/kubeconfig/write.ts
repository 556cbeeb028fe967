import { rm } from 'node:fs/promises';
import { stringify } from 'yaml';
import { ClusterError } from '../errors.ts';
import { readFileIfThere, writeFileAtomically } from '../files/atomic-file.ts';
import { type ClusterAccess, findNamed, parseKubeconfig } from './read.ts';

/** Kept by kubectl when it rewrites the file, unlike a comment. */
const ownerExtension = 'podlab.dev/written-by-podlab';

/**
 * Writes a kubeconfig with one cluster, one user and one context, all named `access.context`. Mode 0600; the file is
 * replaced at once or not at all; missing folders are made (0700).
 * @throws ClusterError KUBECONFIG_NOT_OURS when a file is there that we did not write
 */
export async function writeKubeconfig(path: string, access: ClusterAccess): Promise<void> {
  await refuseForeignKubeconfig(path);
  await writeFileAtomically(path, formatKubeconfig(access));
}

/** Removes a kubeconfig that we wrote, and the lock that kind and kubectl leave beside it. A missing file is fine. */
export async function removeKubeconfig(path: string): Promise<void> {
  await refuseForeignKubeconfig(path);
  await rm(path, { force: true });
  await rm(`${path}.lock`, { force: true });
}

/** @throws ClusterError KUBECONFIG_NOT_OURS when a file is there that we did not write */
export async function refuseForeignKubeconfig(path: string): Promise<void> {
  const text = await readFileIfThere(path);
  // An empty file belongs to nobody: an editor or `touch` made it.
  if (text === undefined || text.trim() === '' || isOurs(text, path)) return;
  throw new ClusterError(
    'KUBECONFIG_NOT_OURS',
    `${path} is a file that Podlab did not write, so it stays as it is; choose another path, or move the file away`,
  );
}

function isOurs(text: string, path: string): boolean {
  try {
    const { contexts } = parseKubeconfig(text, path);
    return (
      Array.isArray(contexts) &&
      contexts.some((entry) => {
        const extensions = findNamed(contexts, entry?.name)?.context?.extensions;
        return Array.isArray(extensions) && extensions.some((extension) => extension?.name === ownerExtension);
      })
    );
  } catch {
    return false;
  }
}

function formatKubeconfig(access: ClusterAccess): string {
  const name = access.context;
  const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');
  const { certificateAuthority, token, clientCertificate, clientKey } = access;
  return stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': name,
      clusters: [
        {
          name,
          cluster: {
            server: access.server,
            ...(certificateAuthority && { 'certificate-authority-data': base64(certificateAuthority) }),
          },
        },
      ],
      users: [
        {
          name,
          user: {
            ...(token && { token }),
            ...(clientCertificate && { 'client-certificate-data': base64(clientCertificate) }),
            ...(clientKey && { 'client-key-data': base64(clientKey) }),
          },
        },
      ],
      contexts: [
        {
          name,
          context: {
            cluster: name,
            user: name,
            namespace: access.namespace,
            extensions: [{ name: ownerExtension, extension: { version: 'v1' } }],
          },
        },
      ],
    },
    { lineWidth: 0 },
  );
}
