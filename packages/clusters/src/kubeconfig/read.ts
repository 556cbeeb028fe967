import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { ClusterError } from '../errors.ts';

/** How to reach one cluster: the part of a kubeconfig that its current context names. */
export interface ClusterAccess {
  /** Such as `https://127.0.0.1:40123`. */
  readonly server: string;
  /** PEM. Default: the machine's authorities. */
  readonly certificateAuthority?: string;
  readonly token?: string;
  /** PEM. */
  readonly clientCertificate?: string;
  /** PEM. */
  readonly clientKey?: string;
  /** The context's namespace. Default `default`. */
  readonly namespace: string;
  /** The name of the current context. */
  readonly context: string;
}

/**
 * Reads the current context of a kubeconfig that we or kind wrote: certificates and tokens inside the file.
 * Exec plug-ins, auth providers and files by reference are not read (decision 0002).
 * @throws ClusterError KUBECONFIG_INVALID; the errors of `readFile`
 */
export async function readClusterAccess(path: string): Promise<ClusterAccess> {
  return parseClusterAccess(await readFile(path, 'utf8'), path);
}

/** @param origin where the text came from, for the message */
export function parseClusterAccess(text: string, origin: string): ClusterAccess {
  const config = parseKubeconfig(text, origin);
  const contextName = config['current-context'];
  const context = findNamed(config.contexts, contextName)?.context;
  const cluster = findNamed(config.clusters, context?.cluster)?.cluster;
  const user = findNamed(config.users, context?.user)?.user;
  if (typeof contextName !== 'string' || !context) throw invalid(origin, 'its `current-context` names no context');
  if (typeof cluster?.server !== 'string') throw invalid(origin, `context "${contextName}" names no cluster`);
  const fields = {
    certificateAuthority: pem(cluster['certificate-authority-data']),
    token: textOf(user?.token),
    clientCertificate: pem(user?.['client-certificate-data']),
    clientKey: pem(user?.['client-key-data']),
  };
  return {
    server: cluster.server.replace(/\/+$/, ''),
    namespace: textOf(context.namespace) ?? 'default',
    context: contextName,
    ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
  };
}

/** A kubeconfig's own shape; every field is unchecked. */
export interface KubeconfigFile {
  readonly clusters?: unknown;
  readonly users?: unknown;
  readonly contexts?: unknown;
  readonly 'current-context'?: unknown;
}

/** @throws ClusterError KUBECONFIG_INVALID when the text is no YAML map */
export function parseKubeconfig(text: string, origin: string): KubeconfigFile {
  let config: unknown;
  try {
    config = parse(text);
  } catch (error) {
    throw invalid(origin, 'it is not YAML', error);
  }
  if (typeof config !== 'object' || config === null || Array.isArray(config)) throw invalid(origin, 'it is not a map');
  return config;
}

type Fields = { readonly [field: string]: unknown };
type NamedEntry = { readonly [part in 'cluster' | 'context' | 'user']?: Fields };

/** Entries of a kubeconfig are lists of `{ name, <part>: … }`. */
export function findNamed(list: unknown, name: unknown): NamedEntry | undefined {
  if (!Array.isArray(list)) return undefined;
  return list.find((entry) => typeof entry === 'object' && entry !== null && entry.name === name);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function pem(base64: unknown): string | undefined {
  const given = textOf(base64);
  return given === undefined ? undefined : Buffer.from(given, 'base64').toString('utf8');
}

function invalid(origin: string, why: string, cause?: unknown): ClusterError {
  return new ClusterError('KUBECONFIG_INVALID', `the kubeconfig ${origin} cannot be used: ${why}`, { cause });
}
