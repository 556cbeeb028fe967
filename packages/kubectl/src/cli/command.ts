import type { Clock } from '@podlab/apimachinery';
import type { KubeClient } from '@podlab/kube-client';
import type { Flags, FlagSpec } from './flags.ts';

/** What a command works with. */
export interface Invocation {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly flags: Flags;
  readonly args: readonly string[];
  /** How many of `args` stood before `--`. */
  readonly dash: number | undefined;
  /** Where the command acts, unless it says otherwise. */
  readonly namespace: string;
  readonly access: Access;
  /** Makes a namespace the one of later commands; left out where it cannot be kept. */
  readonly setNamespace: ((namespace: string) => void) | undefined;
  readonly files: Files;
  readonly stdin: AsyncIterable<Uint8Array> | undefined;
  readonly terminal: Terminal | undefined;
  out(text: string): void;
  err(text: string): void;
  /** A message of its own lines on stderr: the end of the last line is added when it is missing. */
  complain(message: string): void;
}

/** How the cluster is reached, as `kubectl config` and `cluster-info` tell. */
export interface Access {
  /** Also the name of the cluster and of the user. */
  readonly context: string;
  /** Such as `https://127.0.0.1:6443`. */
  readonly server: string;
}

/** Files that `-f` may name. */
export interface Files {
  /** @returns undefined when there is no such file */
  readonly read: ((path: string) => Promise<string | undefined>) | undefined;
  /** The files in a directory, as paths; undefined when it is none. */
  readonly list: ((path: string) => Promise<readonly string[] | undefined>) | undefined;
}

/** A terminal that containers may be given (`exec -t`). */
export interface Terminal {
  sizes(options: { readonly signal: AbortSignal }): AsyncIterable<{ readonly columns: number; readonly rows: number }>;
}

/** One of kubectl's commands. */
export interface Command {
  /** Words after `kubectl`, such as `rollout status`. */
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly flags: readonly FlagSpec[];
  /** Its words are not looked at. */
  readonly takesAnything?: boolean;
  /** @returns the exit code; nothing: 0 */
  run(invocation: Invocation): Promise<number | void>;
}

/** A command by its name; its code is there when `load` resolves. */
export interface CommandEntry {
  readonly name: string;
  readonly aliases?: readonly string[];
  load(): Promise<Command>;
}

/** Flags that many commands share. */
export const sharedFlags = {
  selector: { name: 'selector', short: 'l', type: 'string' },
  fieldSelector: { name: 'field-selector', type: 'string' },
  allNamespaces: { name: 'all-namespaces', short: 'A', type: 'bool' },
  filename: { name: 'filename', short: 'f', type: 'list' },
  recursive: { name: 'recursive', short: 'R', type: 'bool' },
  output: { name: 'output', short: 'o', type: 'string' },
  dryRun: { name: 'dry-run', type: 'string', bare: 'unchanged' },
  all: { name: 'all', type: 'bool' },
  container: { name: 'container', short: 'c', type: 'string' },
  timeout: { name: 'timeout', type: 'duration' },
  fieldManager: { name: 'field-manager', type: 'string' },
  overwrite: { name: 'overwrite', type: 'bool' },
  validate: { name: 'validate', type: 'string', bare: 'strict' },
  noHeaders: { name: 'no-headers', type: 'bool' },
  sortBy: { name: 'sort-by', type: 'string' },
  showManagedFields: { name: 'show-managed-fields', type: 'bool' },
} as const satisfies Record<string, FlagSpec>;

/** Flags of commands that print objects with `-o`. */
export const printFlags: readonly FlagSpec[] = [
  sharedFlags.output,
  sharedFlags.showManagedFields,
  { name: 'template', type: 'string' },
  { name: 'allow-missing-template-keys', type: 'bool' },
];

/** Flags that every command takes. Those about how a cluster is reached change nothing here: there is one. */
export const globalFlags: readonly FlagSpec[] = [
  { name: 'namespace', short: 'n', type: 'string' },
  { name: 'context', type: 'string' },
  { name: 'cluster', type: 'string' },
  { name: 'user', type: 'string' },
  { name: 'kubeconfig', type: 'string' },
  { name: 'request-timeout', type: 'string' },
  { name: 'token', type: 'string' },
  { name: 'as', type: 'string' },
  { name: 'as-group', type: 'list', repeatOnly: true },
  { name: 'as-uid', type: 'string' },
  { name: 'warnings-as-errors', type: 'bool' },
  { name: 'v', short: 'v', type: 'string' },
  { name: 'help', short: 'h', type: 'bool' },
];
