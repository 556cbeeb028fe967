/**
 * Something that decisions rest on. Whoever reads it is told once when it changes, and reads it again then: so a change
 * costs no more than what rests on it.
 */
export class Source<Reader> {
  readonly #readers = new Set<Reader>();

  readBy(reader: Reader): void {
    this.#readers.add(reader);
  }

  /** Hands over to `told` everybody who has read it as it was. */
  changed(told: Set<Reader>): void {
    for (const reader of this.#readers) told.add(reader);
    this.#readers.clear();
  }
}

/** A source for each name that was ever asked for. */
export class NamedSources<Reader> {
  readonly #sources = new Map<string, Source<Reader>>();

  readBy(name: string, reader: Reader): void {
    const source = this.#sources.get(name) ?? new Source<Reader>();
    this.#sources.set(name, source);
    source.readBy(reader);
  }

  changed(name: string, told: Set<Reader>): void {
    this.#sources.get(name)?.changed(told);
  }
}
