import type { Completion, PlayedTerminal } from '../played-lab.ts';
import { readsInput } from './needs-more.ts';
import { OutputBuffer, type OutputStream, type OutputView, plainText } from './output-buffer.ts';

/** A command and what it printed. A new object whenever it has changed. */
export interface TerminalItem {
  readonly id: number;
  readonly prompt: string;
  readonly command: string;
  readonly output: OutputView;
  /** Undefined while it runs. */
  readonly exitCode: number | undefined;
  /** The terminal of a container took each key: what was printed has been spoken already. */
  readonly tookKeys: boolean;
}

/** A tab of the terminal, as it is shown. A new object whenever anything in it has changed. */
export interface TerminalView {
  readonly items: readonly TerminalItem[];
  readonly prompt: string;
  readonly running: boolean;
  /**
   * Where what is typed goes: `command`: it is run, now or when its turn comes; `input`: lines for what runs; `keys`:
   * each key for the terminal of a container.
   */
  readonly takes: 'command' | 'input' | 'keys';
  /** The end of what it printed without a new line: a program's prompt. */
  readonly programPrompt: string;
  /** Commands that wait for the one that runs. */
  readonly waiting: readonly string[];
}

export interface TerminalSessionOptions {
  readonly terminal: PlayedTerminal;
  /** Calls back before the next frame is drawn: output that comes faster is shown together. */
  readonly onNextFrame: (draw: () => void) => void;
  readonly onFinished: (item: TerminalItem) => void;
}

/** How many commands stay in sight, and how many lines they have printed in all; the last one stays whatever it printed. */
const itemLimit = 200;
const lineLimit = 2_000;

/** What one tab of the terminal has run and runs. Typing never waits for it. */
export class TerminalSession {
  readonly #options: TerminalSessionOptions;
  readonly #listeners = new Set<() => void>();
  readonly #stopListening: readonly (() => void)[];
  #items: readonly TerminalItem[] = [];
  #output = new OutputBuffer();
  #running: TerminalItem | undefined;
  #waiting: readonly string[] = [];
  #nextId = 1;
  #drawing = false;
  #tookKeys = false;
  #view: TerminalView | undefined;

  constructor(options: TerminalSessionOptions) {
    this.#options = options;
    const { terminal } = options;
    this.#stopListening = [
      terminal.onOutput((text, stream) => this.#onOutput(text, stream)),
      terminal.onTakes((takes) => {
        this.#tookKeys ||= takes === 'keys';
        this.#changed();
      }),
    ];
  }

  get view(): TerminalView {
    this.#view ??= this.#makeView();
    return this.#view;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Runs a command; or gives the line to what runs, when it reads; or lets it wait for its turn. */
  submit(text: string): void {
    if (!this.#running) this.#run(text);
    else if (this.view.takes === 'input') {
      this.#output.write(`${text}\n`);
      this.#options.terminal.type(`${text}\n`);
      this.#draw();
    } else {
      this.#waiting = [...this.#waiting, text];
      this.#changed();
    }
  }

  /** A key, or pasted text, for the terminal of a container; undefined ends the input of what runs, as Ctrl-D does. */
  press(keys: string | undefined): void {
    if (this.#running) this.#options.terminal.type(keys);
  }

  interrupt(): void {
    this.#waiting = [];
    if (!this.#running) return;
    this.#output.write('^C\n');
    this.#options.terminal.interrupt();
    this.#draw();
  }

  resize(columns: number, rows: number): void {
    this.#options.terminal.resize(columns, rows);
  }

  complete(line: string, cursor: number): Promise<Completion> {
    return this.#options.terminal.complete(line, cursor);
  }

  /** Forgets what was printed; what runs goes on. */
  clear(): void {
    this.#items = [];
    if (this.#running) this.#output = new OutputBuffer();
    this.#changed();
  }

  close(): void {
    for (const stop of this.#stopListening) stop();
    this.#options.terminal.close();
  }

  #run(command: string): void {
    this.#output = new OutputBuffer();
    const { prompt } = this.#options.terminal;
    const item: TerminalItem = {
      id: this.#nextId++,
      prompt,
      command,
      output: this.#output.view(),
      exitCode: undefined,
      tookKeys: false,
    };
    this.#tookKeys = false;
    this.#running = item;
    this.#changed();
    if (command.trim() === '') this.#finish(item, 0);
    else {
      this.#options.terminal.run(command).then(
        (exitCode) => this.#finish(item, exitCode),
        (error: unknown) => {
          this.#output.write(`${error instanceof Error ? error.message : String(error)}\n`, 'stderr');
          this.#finish(item, 1);
        },
      );
    }
  }

  #finish(item: TerminalItem, exitCode: number): void {
    const done = { ...item, output: this.#output.view(), exitCode, tookKeys: this.#tookKeys };
    this.#items = inSight([...this.#items, done]);
    this.#running = undefined;
    this.#changed();
    if (item.command.trim() !== '') this.#options.onFinished(done);
    const [next, ...rest] = this.#waiting;
    if (next === undefined || this.#running) return;
    this.#waiting = rest;
    this.#run(next);
  }

  #onOutput(text: string, stream: OutputStream): void {
    const { clears } = this.#output;
    this.#output.write(text, stream);
    if (this.#output.clears > clears) this.#items = [];
    this.#draw();
  }

  #draw(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    this.#options.onNextFrame(() => {
      this.#drawing = false;
      this.#changed();
    });
  }

  #changed(): void {
    this.#view = undefined;
    for (const listener of this.#listeners) listener();
  }

  #takes(): TerminalView['takes'] {
    if (!this.#running) return 'command';
    if (this.#options.terminal.takes === 'keys') return 'keys';
    // Nobody can tell whether a program will read. One that has shown a prompt will; for others the command tells.
    return readsInput(this.#running.command) || this.#output.lastLine.trim() !== '' ? 'input' : 'command';
  }

  #makeView(): TerminalView {
    const running = this.#running;
    const shown = running && { ...running, output: this.#output.view() };
    return {
      items: shown ? [...this.#items, shown] : this.#items,
      prompt: this.#options.terminal.prompt,
      running: running !== undefined,
      takes: this.#takes(),
      programPrompt: running ? this.#output.lastLine : '',
      waiting: this.#waiting,
    };
  }
}

/** What an item printed, without its colours. */
export function outputText(item: TerminalItem): string {
  return plainText(item.output);
}

/** All that a tab shows, as plain text. */
export function sessionText({ items }: TerminalView): string {
  return items.map((item) => `${item.prompt}${item.command}\n${outputText(item)}`).join('\n');
}

/** The last of all items, as many as stay in sight. */
function inSight(items: readonly TerminalItem[]): readonly TerminalItem[] {
  let from = items.length;
  for (let lines = 0; from > 0 && items.length - from < itemLimit; from -= 1) {
    lines += lineCount(items[from - 1]);
    if (lines > lineLimit && from < items.length) break;
  }
  return items.slice(from);
}

function lineCount(item: TerminalItem | undefined): number {
  return item?.output.blocks.reduce((sum, { lines }) => sum + lines.length, 0) ?? 0;
}
