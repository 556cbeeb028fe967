import type { ByteString } from './bytes.ts';
import type { Entries, Inode } from './inode.ts';

/** A directory whose entries are made when somebody first looks into it. */
export class LateEntries implements Entries {
  #make: (() => Entries) | undefined;
  #made: Entries | undefined;

  /** @param make called once */
  constructor(make: () => Entries) {
    this.#make = make;
  }

  get(name: ByteString): Inode | undefined {
    return this.#entries.get(name);
  }

  own(name: ByteString): Inode | undefined {
    return this.#entries.own(name);
  }

  names(): ByteString[] {
    return this.#entries.names();
  }

  set(name: ByteString, inode: Inode): void {
    this.#entries.set(name, inode);
  }

  delete(name: ByteString): void {
    this.#entries.delete(name);
  }

  isMerged(): boolean {
    return this.#entries.isMerged?.() ?? false;
  }

  get onChange(): () => void {
    return this.#entries.onChange ?? (() => {});
  }

  set onChange(onChange: () => void) {
    this.#entries.onChange = onChange;
  }

  get #entries(): Entries {
    const make = this.#make;
    if (make) {
      this.#make = undefined;
      this.#made = make();
    }
    return this.#made as Entries;
  }
}
