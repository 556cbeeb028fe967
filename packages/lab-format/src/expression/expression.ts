import { celEnvironment } from '#cel';
import type { Environment } from '@marcbachmann/cel-js';
import { fromCel, toCel } from './cel-value.ts';

/**
 * What an expression may speak of.
 *
 * - `object`: the fields of one object, `self` and `start` (checks, attempts)
 * - `near`: everything that was found around a check
 * - `facts`: the fates of the Pods in each step, by step id
 */
export type ExpressionScope = 'object' | 'near' | 'facts';

const scopeVariables: Record<ExpressionScope, readonly string[]> = {
  object:
    'apiVersion kind metadata spec status data stringData binaryData endpoints ports addressType subsets self start'.split(
      ' ',
    ),
  near: ['objects', 'starts', 'fates', 'all', 'newcomers', 'facts', 'output', 'given'],
  facts: ['facts'],
};

/** An expression of a lab is not one: `offset` says where in its source. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  readonly code = 'EXPRESSION_INVALID';

  constructor(
    message: string,
    readonly offset: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The value of an expression, or why it has none for these variables (an absent field, for instance). */
export type Evaluation =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string };

/** A compiled CEL expression. */
export interface Expression {
  readonly source: string;
  /** Never throws. Variables that are not given are null. */
  evaluate(variables: Readonly<Record<string, unknown>>): Evaluation;
}

const environments = new Map<ExpressionScope, Environment>();
const compiled = new Map<string, Expression>();

/**
 * Compiles a CEL expression; the same source and scope are compiled once. In a browser only after `loadExpressions`.
 * @param result what it must give; `bool` by default
 * @throws ExpressionError when it does not parse, names an unknown variable or cannot give `result`
 */
export function compileExpression(
  source: string,
  scope: ExpressionScope,
  result: 'bool' | 'string' = 'bool',
): Expression {
  const key = `${scope}/${result}/${source}`;
  const known = compiled.get(key);
  if (known) return known;
  const environment = environmentOf(scope);
  const check = environment.check(source);
  if (!check.valid) throw toExpressionError(check.error, scope);
  if (check.type !== result && check.type !== 'dyn') {
    throw new ExpressionError(`gives ${check.type}, but must give ${result}`, 0);
  }
  const run = environment.parse(source);
  const absent = Object.fromEntries(scopeVariables[scope].map((name) => [name, null]));
  const expression: Expression = {
    source,
    evaluate(variables) {
      const context: Record<string, unknown> = { ...absent };
      for (const name of scopeVariables[scope]) if (name in variables) context[name] = toCel(variables[name]);
      try {
        return { ok: true, value: fromCel(run(context)) };
      } catch (error) {
        return { ok: false, reason: firstLine(error) };
      }
    },
  };
  compiled.set(key, expression);
  return expression;
}

/** Evaluates over the fields of one object. */
export function objectVariables(
  object: Readonly<Record<string, unknown>>,
  start?: unknown,
): Readonly<Record<string, unknown>> {
  return { ...object, self: object, start: start ?? null };
}

function environmentOf(scope: ExpressionScope): Environment {
  const known = environments.get(scope);
  if (known) return known;
  const environment = new (celEnvironment())({ enableOptionalTypes: true, homogeneousAggregateLiterals: false });
  for (const name of scopeVariables[scope]) environment.registerVariable(name, 'dyn');
  environments.set(scope, environment);
  return environment;
}

function toExpressionError(error: unknown, scope: ExpressionScope): ExpressionError {
  const offset = (error as { range?: { start?: number } }).range?.start ?? 0;
  const text = firstLine(error);
  const names = scopeVariables[scope].map((name) => `\`${name}\``).join(', ');
  const hint = text.startsWith('Unknown variable') ? `. It may speak of ${names}` : '';
  return new ExpressionError(`${text}${hint}`, offset, { cause: error });
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0] ?? message;
}
