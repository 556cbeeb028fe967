import { type KubeObject, StatusError } from '@podlab/apimachinery';
import { createKubeClient, type KubeClient, type KubeTransport } from '@podlab/kube-client';
import type { Pod } from 'kubernetes-types/core/v1';
import { type Command, globalFlags } from '../cli/command.ts';
import type { FlagSpec } from '../cli/flags.ts';
import { commands } from '../commands/commands.ts';

export interface CompleteOptions {
  readonly transport: KubeTransport;
  /** Where commands act without `-n`. */
  readonly namespace: string;
  readonly signal: AbortSignal;
}

/** What may stand at the end of a command line. */
export interface Candidates {
  readonly candidates: readonly Candidate[];
  /** A file may stand there; whoever asks knows which there are. */
  readonly files: boolean;
}

export interface Candidate {
  readonly text: string;
  readonly description?: string;
}

/** What a command's arguments are. */
const argumentsOf: Readonly<Record<string, 'kinds' | 'pods' | 'nodes' | 'workloads'>> = {
  annotate: 'kinds',
  cordon: 'nodes',
  delete: 'kinds',
  describe: 'kinds',
  drain: 'nodes',
  exec: 'pods',
  expose: 'kinds',
  get: 'kinds',
  label: 'kinds',
  logs: 'pods',
  patch: 'kinds',
  scale: 'kinds',
  uncordon: 'nodes',
  wait: 'kinds',
};

const formats = ['custom-columns=', 'json', 'jsonpath=', 'name', 'wide', 'yaml'];

/**
 * Completes the last of the words after `kubectl`, which may be empty: commands, flags, kinds, names of objects,
 * containers, namespaces.
 * @returns nothing where the cluster does not answer
 * @throws the signal's reason when aborted
 */
export async function completeKubectl(words: readonly string[], options: CompleteOptions): Promise<Candidates> {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  try {
    const place = new Place(before, await commandOf(before), createKubeClient(options.transport), options);
    const { candidates, files = false } = await candidatesAt(place, typed);
    return { candidates: candidates.filter(({ text }) => text.startsWith(typed)), files };
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof StatusError) return { candidates: [], files: false };
    throw error;
  }
}

interface Found {
  readonly candidates: readonly Candidate[];
  readonly files?: boolean;
}

async function candidatesAt(place: Place, typed: string): Promise<Found> {
  const { command, before } = place;
  const flag = place.flagAwaitingValue();
  if (flag) return valueOf(flag, place);
  if (before.includes('--')) return { candidates: [], files: true };
  if (typed.startsWith('-')) return { candidates: flagsOf(command) };
  const subcommands = nextWords(place.plainWords);
  if (!command || (place.argumentCount === 0 && subcommands.length > 0)) return { candidates: subcommands };
  const kind = argumentsOf[command.name] ?? (command.name.startsWith('rollout ') ? 'workloads' : undefined);
  if (kind === 'pods') return { candidates: place.argumentCount === 0 ? await place.names('pods') : [] };
  if (kind === 'nodes') return { candidates: await place.names('nodes') };
  if (kind === 'kinds' || kind === 'workloads') return { candidates: await kindsOrNames(place, typed, kind) };
  return { candidates: [], files: true };
}

async function kindsOrNames(place: Place, typed: string, kind: 'kinds' | 'workloads'): Promise<readonly Candidate[]> {
  const slash = typed.indexOf('/');
  if (slash >= 0) {
    const type = typed.slice(0, slash);
    return (await place.names(type)).map(({ text }) => ({ text: `${type}/${text}` }));
  }
  const first = place.firstArgument;
  if (first !== undefined) return first.includes('/') ? [] : place.names(first);
  if (kind === 'workloads') return ['daemonset', 'deployment', 'statefulset'].map((text) => ({ text }));
  const all = await place.client.discovery.all({ signal: place.options.signal });
  return all
    .filter(({ verbs }) => verbs.includes('get'))
    .map(({ resource, shortNames, kind: named }) => ({
      text: resource,
      description: shortNames.length > 0 ? `${named} (${shortNames.join(', ')})` : named,
    }));
}

async function valueOf({ name }: FlagSpec, place: Place): Promise<Found> {
  if (name === 'filename') return { candidates: [], files: true };
  if (name === 'output') return { candidates: formats.map((text) => ({ text })) };
  if (name === 'namespace') return { candidates: await place.names('namespaces') };
  if (name === 'container') return { candidates: await place.containers() };
  return { candidates: [] };
}

function flagsOf(command: Command | undefined): readonly Candidate[] {
  return [...(command?.flags ?? []), ...globalFlags].flatMap(({ name, short }) => [
    { text: `--${name}`, ...(short !== undefined && { description: `-${short}` }) },
  ]);
}

/** The next words of commands that begin with some words. */
function nextWords(words: readonly string[]): readonly Candidate[] {
  const next = commands
    .flatMap(({ name, aliases = [] }) => [name, ...aliases])
    .map((name) => name.split(' '))
    .filter((parts) => parts.length > words.length && words.every((word, index) => parts[index] === word))
    .map((parts) => parts[words.length] ?? '');
  return [...new Set(next)].sort().map((text) => ({ text }));
}

/** The command that words call, whose code is loaded for its flags. */
async function commandOf(before: readonly string[]): Promise<Command | undefined> {
  const names = longestNames(withoutFlags(before, globalFlags));
  const [entry] = names.flatMap(
    (name) => commands.find((one) => one.name === name || one.aliases?.includes(name) === true) ?? [],
  );
  return entry?.load();
}

/** What the first words may be the name of a command of: three words, two, one. */
function longestNames(words: readonly string[]): readonly string[] {
  return [3, 2, 1].filter((length) => words.length >= length).map((length) => words.slice(0, length).join(' '));
}

/** Where in a command line something is to be completed. */
class Place {
  readonly before: readonly string[];
  readonly client: KubeClient;
  readonly options: CompleteOptions;
  readonly command: Command | undefined;
  /** Words before that are neither flags nor their values. */
  readonly plainWords: readonly string[];

  constructor(before: readonly string[], command: Command | undefined, client: KubeClient, options: CompleteOptions) {
    this.before = before;
    this.command = command;
    this.client = client;
    this.options = options;
    this.plainWords = withoutFlags(before, [...globalFlags, ...(command?.flags ?? [])]);
  }

  /** How many arguments stand before. */
  get argumentCount(): number {
    return this.plainWords.length - this.#commandWords;
  }

  get firstArgument(): string | undefined {
    return this.plainWords[this.#commandWords];
  }

  get #commandWords(): number {
    const { name, aliases = [] } = this.command ?? { name: '' };
    const said = longestNames(this.plainWords).find((words) => words === name || aliases.includes(words));
    return said === undefined ? 0 : said.split(' ').length;
  }

  flagAwaitingValue(): FlagSpec | undefined {
    return takesNext(this.before.at(-1) ?? '', [...(this.command?.flags ?? []), ...globalFlags]);
  }

  /** The names of the objects of a kind. */
  async names(type: string): Promise<readonly Candidate[]> {
    const { signal } = this.options;
    const resource = await this.client.discovery.find(type, { signal });
    if (!resource) return [];
    const { items } = await this.client.list(
      resource,
      { namespace: resource.namespaced ? this.#namespace : undefined },
      { signal },
    );
    return (items as readonly KubeObject[]).flatMap(({ metadata }) =>
      metadata?.name === undefined ? [] : [{ text: metadata.name }],
    );
  }

  async containers(): Promise<readonly Candidate[]> {
    const name = this.firstArgument?.replace(/^pods?\//, '');
    if (name === undefined) return [];
    const { signal } = this.options;
    const { spec } = (await this.client.get('pods', { namespace: this.#namespace, name }, { signal })) as Pod;
    return [...(spec?.containers ?? []), ...(spec?.initContainers ?? []), ...(spec?.ephemeralContainers ?? [])].map(
      ({ name: text }) => ({ text }),
    );
  }

  get #namespace(): string {
    const at = this.before.findIndex((word) => word === '-n' || word === '--namespace');
    return (at >= 0 ? this.before[at + 1] : undefined) ?? this.options.namespace;
  }
}

function withoutFlags(words: readonly string[], flags: readonly FlagSpec[]): readonly string[] {
  return words.filter((word, index) => !word.startsWith('-') && !takesNext(words[index - 1] ?? '', flags));
}

/** The flag that a word is, when its value is the word after it. */
function takesNext(word: string, flags: readonly FlagSpec[]): FlagSpec | undefined {
  if (!word.startsWith('-') || word.includes('=')) return undefined;
  return flags.find(
    ({ name, short, type, bare }) =>
      type !== 'bool' && bare === undefined && (word === `--${name}` || (short !== undefined && word === `-${short}`)),
  );
}
