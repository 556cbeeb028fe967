import { type Clock, createRandom } from '@podlab/apimachinery';
import type { KubeTransport } from '@podlab/kube-client';
import type { Lab } from '@podlab/lab-format';
import type { PromptedLab, Workplace } from '@podlab/lab-runner';
import { type Completion, type FieldHint, LabPageError, type ManifestProblem } from '@podlab/lab-ui/model';
import type { ToPage } from '../protocol.ts';
import type { SavedRun } from '../record/saved-run.ts';
import type { ManifestHelp } from './manifest-help.ts';
import { createMarkingTransport } from './marking-transport.ts';
import { Terminals } from './terminals.ts';
import { loadTools } from './load-tools.ts';

export interface DeskOptions {
  readonly lab: Lab;
  readonly seed: string;
  readonly clock: Clock;
  readonly yieldToHost: () => Promise<void>;
  readonly prompted: PromptedLab;
  /** The cluster as it is now; undefined: it is being made. */
  readonly transport: () => KubeTransport | undefined;
  /** Whether the past is being looked at: then nothing may be done. */
  readonly isLooking: () => boolean;
  /** A line is about to change something in the cluster, for the first time. */
  readonly onMark: (line: string) => void;
  readonly onFiles: (files: SavedRun['files']) => void;
  readonly send: (message: ToPage) => void;
}

/** Where the learner works: terminals, files, and help with manifests. It stays when the cluster is made anew. */
export class Desk {
  readonly #options: DeskOptions;
  readonly #terminals: Terminals;
  /** What lies in the folder when it is first opened. */
  #files: SavedRun['files'] | undefined;
  #workplace: Workplace | undefined;
  #tellOpened: () => void = () => undefined;
  /** Resolves when the first terminal is open. */
  readonly opened = new Promise<void>((resolve) => (this.#tellOpened = resolve));
  #opening: Promise<Workplace> | undefined;
  #help: Promise<ManifestHelp> | undefined;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.#terminals = new Terminals(options.send);
  }

  /** Puts the files of a run into the learner's folder, and takes out all others. */
  layOut(files: SavedRun['files']): void {
    this.#files = files;
    this.#workplace?.home.replace(new Map(files));
    this.#options.send({ type: 'files' });
  }

  notice(text: string): void {
    this.#terminals.notice(text);
  }

  close(): void {
    this.#workplace?.close();
  }

  async listFiles(): Promise<readonly string[]> {
    return (await this.#place()).home.paths();
  }

  async readFile(name: string): Promise<string> {
    const text = (await this.#place()).home.read(name);
    if (text === undefined) throw new LabPageError('UNKNOWN', `There is no file ${name}.`, 'Choose another one.');
    return text;
  }

  async writeFile(name: string, text: string): Promise<void> {
    const { home } = await this.#place();
    home.write(name, text);
    this.#options.onFiles([...home.files()]);
  }

  async findProblems(yaml: string): Promise<readonly ManifestProblem[]> {
    return (await this.manifestHelp()).findProblems(yaml);
  }

  async completeField(yaml: string, offset: number): Promise<readonly FieldHint[]> {
    return (await this.manifestHelp()).completeField(yaml, offset);
  }

  async openTerminal(id: number): Promise<void> {
    const workplace = await this.#place();
    this.#terminals.open(id, workplace);
    this.#tellOpened();
  }

  async run(id: number, line: string): Promise<number> {
    if (this.#options.isLooking()) {
      throw new LabPageError('BUSY', 'You are looking at the past.', 'Come back to now first.');
    }
    await this.#place();
    return this.#terminals.run(id, line);
  }

  async complete(id: number, line: string, cursor: number): Promise<Completion> {
    await this.#place();
    return this.#terminals.find(id).complete(line, cursor);
  }

  type(id: number, text: string | undefined): void {
    this.#inPlace(() => this.#terminals.find(id).type(text));
  }

  interrupt(id: number): void {
    this.#inPlace(() => this.#terminals.find(id).interrupt());
  }

  resize(id: number, columns: number, rows: number): void {
    this.#inPlace(() => this.#terminals.find(id).resize({ columns, rows }));
  }

  shown(id: number, characters: number): void {
    this.#inPlace(() => this.#terminals.shown(id, characters));
  }

  closeTerminal(id: number): void {
    this.#inPlace(() => this.#terminals.close(id));
  }

  /** Comes with the first terminal, which the page opens as soon as the lab has begun. */
  async #openWorkplace(): Promise<Workplace> {
    const { openWorkplace } = await loadTools();
    const { lab, seed, clock, yieldToHost, prompted, transport, onMark, onFiles, send } = this.#options;
    const workplace: Workplace = openWorkplace({
      clock,
      yieldToHost,
      // Of the learner's own shell: nothing in the cluster depends on it.
      random: createRandom(`${seed}/terminal`),
      prompted,
      transport: createMarkingTransport(transport, () => {
        const { line, isMarked } = this.#terminals.takeMark();
        if (!isMarked) onMark(line);
      }),
      namespace: lab.id,
      files: new Map(this.#files),
      onFilesChange: () => {
        onFiles([...workplace.home.files()]);
        send({ type: 'files' });
      },
    });
    this.#workplace = workplace;
    return workplace;
  }

  /** What helps with manifests; no lab needs it to begin. Asked for again when it could not be loaded. */
  manifestHelp(): Promise<ManifestHelp> {
    this.#help ??= import('./manifest-help.ts').then(
      ({ createManifestHelp }) => createManifestHelp(this.#options.lab.id),
      (error: unknown) => {
        this.#help = undefined;
        throw error;
      },
    );
    return this.#help;
  }

  #place(): Promise<Workplace> {
    if (!this.#files) throw new LabPageError('NOT_PLAYING', 'The lab is not ready.', 'Wait until it has begun.');
    this.#opening ??= this.#openWorkplace().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  /** Does what needs no answer, at once or after what was asked for before the workplace was open. */
  #inPlace(act: () => void): void {
    if (this.#workplace) act();
    else this.#opening?.then(act).catch(() => undefined);
  }
}
