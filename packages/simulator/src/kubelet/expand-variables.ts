/**
 * Replaces `$(NAME)` by the variable's value; `$$` stands for `$`, and a name that is not known stays as it is.
 * @see kubernetes v1.36 third_party/forked/golang/expansion/expand.go
 */
export function expandVariables(text: string, variables: Readonly<Record<string, string>>): string {
  if (!text.includes('$')) return text;
  return text.replace(/\$(\$|\(([^)]*)\))/g, (whole: string, inner: string, name: string | undefined) => {
    if (inner === '$') return '$';
    return Object.hasOwn(variables, name ?? '') ? (variables[name ?? ''] ?? '') : whole;
  });
}
