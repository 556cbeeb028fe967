import { compileExpression } from './compile-expression.ts';
import { compileStatement } from './compile-statement.ts';
import type { Runtime } from './runtime.ts';
import type { Evaluate, Execute } from './step.ts';
import type { Program as Tree, Rule } from './tree.ts';
import type { Value } from './values.ts';

/** A function of the program, compiled. */
export interface CompiledFunction {
  readonly parameters: readonly string[];
  readonly body: Execute;
}

/** A rule, compiled. */
export interface CompiledRule {
  readonly patterns: readonly Evaluate[];
  readonly body: Execute | undefined;
  /** Whether the range of two patterns has begun. */
  inRange: boolean;
}

/** An awk program, compiled, with what it runs on. */
export class Program {
  readonly begin: readonly Execute[];
  readonly end: readonly Execute[];
  readonly rules: readonly CompiledRule[];
  readonly #functions = new Map<string, CompiledFunction>();
  /** How deep calls of functions are nested. */
  depth = 0;
  /** What `return` gave. */
  returned: Value;

  constructor(
    tree: Tree,
    readonly runtime: Runtime,
  ) {
    for (const [name, { parameters, body }] of tree.functions) {
      this.#functions.set(name, { parameters, body: compileStatement(this, parameters, body) });
    }
    this.begin = tree.begin.map((body) => compileStatement(this, [], body));
    this.end = tree.end.map((body) => compileStatement(this, [], body));
    this.rules = tree.rules.map((rule) => this.#rule(rule));
  }

  function(name: string): CompiledFunction {
    return this.#functions.get(name) as CompiledFunction;
  }

  #rule({ patterns, body }: Rule): CompiledRule {
    return {
      patterns: patterns.map((pattern) => compileExpression(this, [], pattern)),
      body: body && compileStatement(this, [], body),
      inRange: false,
    };
  }
}
