/** `KEY=VALUE`, or `KEY-` to take it away. */
export interface Pair {
  readonly key: string;
  /** Undefined: take it away. */
  readonly value: string | undefined;
}

/** Arguments of `set`: what they name, and the pairs among them. */
export function splitPairs(args: readonly string[]): [targets: string[], pairs: Pair[]] {
  const isPair = (arg: string) => arg.includes('=') || (arg.endsWith('-') && arg.length > 1);
  const pairs = args.filter(isPair).map((arg) => {
    const equals = arg.indexOf('=');
    return equals < 0
      ? { key: arg.slice(0, -1), value: undefined }
      : { key: arg.slice(0, equals), value: arg.slice(equals + 1) };
  });
  return [args.filter((arg) => !isPair(arg)), pairs];
}
