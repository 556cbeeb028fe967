import { type Clock, createRandom } from '@podlab/apimachinery';
import type { KubeTransport } from '@podlab/kube-client';
import type { Lab } from '@podlab/lab-format';
import { openWorkplace, type PromptedLab, type SolutionGuide, type Workplace } from '@podlab/lab-runner';
import { type Completion, type FieldHint, LabPageError, type ManifestProblem } from '@podlab/lab-ui/model';
import type { ToPage } from '../protocol.ts';
import type { SavedRun } from '../record/saved-run.ts';
import type { ManifestHelp } from './manifest-help.ts';
import { createMarkingTransport } from './marking-transport.ts';
import { Terminals } from './terminals.ts';

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
  /** A solution that is being typed. */
  guide: SolutionGuide | undefined;
  readonly #options: DeskOptions;
  readonly #terminals: Terminals;
  #workplace: Workplace | undefined;
  #help: Promise<ManifestHelp> | undefined;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.#terminals = new Terminals(() => this.#place(), options.send);
  }

  /** Puts the files of a run into the learner's folder, and takes out all others. */
  layOut(files: SavedRun['files']): void {
    if (this.#workplace) this.#workplace.home.replace(new Map(files));
    else this.#workplace = this.#openWorkplace(files);
    this.#options.send({ type: 'files' });
  }

  notice(text: string): void {
    this.#terminals.notice(text);
  }

  close(): void {
    this.#workplace?.close();
  }

  async listFiles(): Promise<readonly string[]> {
    return this.#place().home.paths();
  }

  async readFile(name: string): Promise<string> {
    const text = this.#place().home.read(name);
    if (text === undefined) throw new LabPageError('UNKNOWN', `There is no file ${name}.`, 'Choose another one.');
    return text;
  }

  async writeFile(name: string, text: string): Promise<void> {
    const { home } = this.#place();
    home.write(name, text);
    this.#options.onFiles([...home.files()]);
  }

  async findProblems(yaml: string): Promise<readonly ManifestProblem[]> {
    return (await this.#manifestHelp()).findProblems(yaml);
  }

  async completeField(yaml: string, offset: number): Promise<readonly FieldHint[]> {
    return (await this.#manifestHelp()).completeField(yaml, offset);
  }

  async openTerminal(id: number): Promise<void> {
    this.#terminals.open(id);
  }

  async run(id: number, line: string): Promise<number> {
    if (this.#options.isLooking()) {
      throw new LabPageError('BUSY', 'You are looking at the past.', 'Come back to now first.');
    }
    const prefix = (await this.guide?.prepare(line).catch(() => '')) ?? '';
    return this.#terminals.run(id, line, prefix);
  }

  complete(id: number, line: string, cursor: number): Promise<Completion> {
    return this.#terminals.find(id).complete(line, cursor);
  }

  type(id: number, text: string | undefined): void {
    this.#terminals.find(id).type(text);
  }

  interrupt(id: number): void {
    this.#terminals.find(id).interrupt();
  }

  resize(id: number, columns: number, rows: number): void {
    this.#terminals.find(id).resize({ columns, rows });
  }

  closeTerminal(id: number): void {
    this.#terminals.close(id);
  }

  #openWorkplace(files: SavedRun['files']): Workplace {
    const { lab, seed, clock, yieldToHost, prompted, transport, onMark, onFiles, send } = this.#options;
    return openWorkplace({
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
      files: new Map(files),
      onFilesChange: () => {
        onFiles([...this.#place().home.files()]);
        send({ type: 'files' });
      },
    });
  }

  /** Comes with the first question: most learners change no manifest for minutes. */
  #manifestHelp(): Promise<ManifestHelp> {
    this.#help ??= import('./manifest-help.ts').then(({ createManifestHelp }) =>
      createManifestHelp(this.#options.lab.id),
    );
    return this.#help;
  }

  #place(): Workplace {
    if (this.#workplace) return this.#workplace;
    throw new LabPageError('NOT_PLAYING', 'The lab is not ready.', 'Wait until it has begun.');
  }
}
