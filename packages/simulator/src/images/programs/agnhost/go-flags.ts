/** The value of `--name=value`, `--name value` or `-name=value` as Go's flags are given; undefined when it is not there. */
export function optionOf(args: readonly string[], name: string): string | undefined {
  for (const [index, argument] of args.entries()) {
    const match = new RegExp(`^--?${name}(?:=(.*))?$`).exec(argument);
    if (match) return match[1] ?? args[index + 1];
  }
  return undefined;
}
