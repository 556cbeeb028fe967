import type { LabTerminal, Workplace } from '@podlab/lab-runner';
import { LabPageError } from '@podlab/lab-ui/model';
import type { ToPage } from '../protocol.ts';

/** The terminals of a page, by the number that the page gave them. */
export class Terminals {
  readonly #open = new Map<number, LabTerminal>();
  readonly #send: (message: ToPage) => void;
  /** Where a line was run last: notices go there. */
  #last = 0;
  #line = '';
  #isMarked = false;

  constructor(send: (message: ToPage) => void) {
    this.#send = send;
  }

  /** The line that was run last, and whether this was asked for it before. */
  takeMark(): { readonly line: string; readonly isMarked: boolean } {
    const isMarked = this.#isMarked;
    this.#isMarked = true;
    return { line: this.#line, isMarked };
  }

  /** Does nothing when it is open: a page asks again whenever a lab has begun. */
  open(id: number, workplace: Workplace): void {
    if (this.#open.has(id)) return;
    const terminal = workplace.openTerminal({
      output: (text, stream) => this.#send({ type: 'output', terminal: id, text, stream }),
      changed: ({ takes, prompt }) => this.#send({ type: 'terminal', terminal: id, takes, prompt }),
    });
    this.#open.set(id, terminal);
  }

  find(id: number): LabTerminal {
    const terminal = this.#open.get(id);
    if (terminal) return terminal;
    throw new LabPageError('NOT_PLAYING', 'This terminal is closed.', 'Open another one.');
  }

  async run(id: number, line: string): Promise<number> {
    this.#last = id;
    this.#line = line;
    this.#isMarked = false;
    return this.find(id).run(line);
  }

  /** A sentence of ours, in the terminal that was used last. */
  notice(text: string): void {
    if (this.#open.has(this.#last))
      this.#send({ type: 'output', terminal: this.#last, text: `${text}\n`, stream: 'notice' });
  }

  /** Nothing happens when it is closed. */
  shown(id: number, characters: number): void {
    this.#open.get(id)?.shown(characters);
  }

  close(id: number): void {
    this.#open.get(id)?.close();
    this.#open.delete(id);
  }
}
