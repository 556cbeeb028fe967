import { noteWriter } from '../fields/note-writer.ts';
import type { WriteOptions } from '../local-api.ts';
import type { AnyResourceDefinition } from '../registry/definition.ts';
import type { WriteContext, WriteRequestOptions } from '../writes/write-context.ts';

/** What the parts of the cluster write with: each is noted as the writer, unless it does not say who it is. */
export class WriterNotes {
  readonly #context: WriteContext;
  readonly #writers = new Map<string, WriteRequestOptions>();

  constructor(context: WriteContext) {
    this.#context = context;
  }

  of(
    definition: AnyResourceDefinition,
    { fieldManager }: WriteOptions = {},
    subresource?: 'status',
  ): WriteRequestOptions {
    if (fieldManager === undefined) return nobody;
    const key = `${definition.plural} ${subresource ?? ''} ${fieldManager}`;
    let options = this.#writers.get(key);
    if (!options) {
      options = { manage: noteWriter(this.#context, definition, fieldManager, subresource) };
      this.#writers.set(key, options);
    }
    return options;
  }
}

const nobody: WriteRequestOptions = {};
