/** The parts of an awk program. */
export type Expression =
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'regex'; readonly source: string }
  | { readonly type: 'group'; readonly parts: readonly Expression[] }
  | LeftValue
  | { readonly type: 'assign'; readonly operator: string; readonly left: LeftValue; readonly right: Expression }
  | { readonly type: 'condition'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly type: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly type: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly type: 'match'; readonly negated: boolean; readonly left: Expression; readonly right: Expression }
  | { readonly type: 'in'; readonly subscripts: readonly Expression[]; readonly array: string }
  | { readonly type: 'unary'; readonly operator: '!' | '-' | '+'; readonly operand: Expression }
  | { readonly type: 'step'; readonly by: 1 | -1; readonly before: boolean; readonly left: LeftValue }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly line: number }
  | { readonly type: 'builtin'; readonly name: string; readonly args: readonly Expression[]; readonly line: number }
  | Getline;

export interface Getline {
  readonly type: 'getline';
  readonly from: 'main' | 'file' | 'command';
  readonly source?: Expression;
  readonly into?: LeftValue;
}

export type LeftValue =
  | { readonly type: 'variable'; readonly name: string }
  | { readonly type: 'element'; readonly array: string; readonly subscripts: readonly Expression[] }
  | { readonly type: 'field'; readonly index: Expression };

export type Statement =
  | { readonly type: 'expression'; readonly value: Expression }
  | {
      readonly type: 'print';
      readonly formatted: boolean;
      readonly args: readonly Expression[];
      readonly to?: { readonly operator: string; readonly target: Expression };
    }
  | { readonly type: 'if'; readonly test: Expression; readonly then: Statement; readonly otherwise?: Statement }
  | { readonly type: 'while'; readonly test: Expression; readonly body: Statement; readonly first: boolean }
  | {
      readonly type: 'for';
      readonly start?: Statement;
      readonly test?: Expression;
      readonly step?: Statement;
      readonly body: Statement;
    }
  | { readonly type: 'forIn'; readonly name: string; readonly array: string; readonly body: Statement }
  | { readonly type: 'block'; readonly body: readonly Statement[] }
  | { readonly type: 'break' | 'continue' | 'next' | 'nextfile' }
  | { readonly type: 'exit' | 'return'; readonly value?: Expression }
  | { readonly type: 'delete'; readonly array: string; readonly subscripts?: readonly Expression[] };

export interface Rule {
  /** Absent: for every record. Two: a range. */
  readonly patterns: readonly Expression[];
  /** Absent: print the record. */
  readonly body?: Statement;
}

export interface AwkFunction {
  readonly parameters: readonly string[];
  readonly body: Statement;
}

export interface Program {
  readonly begin: readonly Statement[];
  readonly end: readonly Statement[];
  readonly rules: readonly Rule[];
  readonly functions: ReadonlyMap<string, AwkFunction>;
}
