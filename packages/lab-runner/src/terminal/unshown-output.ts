import type { OutputGate } from '@podlab/shell';

/** So many characters may be on their way to where they are shown. */
const mostUnshown = 65_536;

/**
 * How much of a terminal's output waits to be shown. Who writes more than can be shown waits, as at a real terminal: else
 * `yes` would fill the page's memory in a second.
 */
export class UnshownOutput implements OutputGate {
  #characters = 0;
  readonly #wakes: (() => void)[] = [];

  get isOpen(): boolean {
    return this.#characters < mostUnshown;
  }

  onOpen(wake: () => void): void {
    this.#wakes.push(wake);
  }

  add(characters: number): void {
    this.#characters += characters;
  }

  shown(characters: number): void {
    const wasOpen = this.isOpen;
    this.#characters = Math.max(0, this.#characters - characters);
    if (this.isOpen && !wasOpen) for (const wake of this.#wakes) wake();
  }
}
