/**
 * Replaces `$(NAME)` by the variable's value; `$$` stands for `$`, and a name that is not known stays as it is.
 * @param onMissing told of each name that is not known or has no value
 * @see kubernetes v1.36 third_party/forked/golang/expansion/expand.go
 */
export function expandVariables(
  text: string,
  variables: Readonly<Record<string, string>>,
  onMissing?: (name: string) => void,
): string {
  if (!text.includes('$')) return text;
  return text.replace(/\$(\$|\(([^)]*)\))/g, (whole: string, inner: string, name = '') => {
    if (inner === '$') return '$';
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (!value) onMissing?.(name);
    return value ?? whole;
  });
}
