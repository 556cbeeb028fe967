import type { Program } from '../ports.ts';
import type { ProcessContext } from './context.ts';
import type { Coroutine } from './process.ts';

/** Code, or data as large as code, that is loaded when a process first needs it. Its run is as if it had been there. */
export class LateCode<T> {
  readonly #load: () => Promise<T>;
  #loaded: { readonly value: T } | undefined;

  /** @param load is asked again when it has failed */
  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  /** Undefined: it is not loaded yet. */
  get value(): T | undefined {
    return this.#loaded?.value;
  }

  *get(context: Pick<ProcessContext, 'process'>): Coroutine<T> {
    let loaded = this.#loaded;
    if (!loaded) {
      yield* context.process.waitForCode(
        this.#load().then((value) => {
          loaded = { value };
        }),
      );
      if (!loaded) throw new Error('the wait for code ended before the code was there');
      this.#loaded = loaded;
    }
    return loaded.value;
  }
}

/** A program whose code is loaded when it first runs. */
export function lateProgram(name: string, load: () => Promise<Program>): Program {
  const code = new LateCode(load);
  return { name, run: (context) => code.value?.run(context) ?? runLate(code, context) };
}

function* runLate(code: LateCode<Program>, context: ProcessContext): Coroutine<number> {
  const program = yield* code.get(context);
  return yield* program.run(context);
}
