const variable = /\$\{([^}]*)\}/g;

/** The names in `${name}` of a text, with the offset of each. */
export function templateVariables(text: string): { readonly name: string; readonly offset: number }[] {
  return [...text.matchAll(variable)].map((match) => ({ name: match[1] ?? '', offset: match.index }));
}

/**
 * Fills `${name}` in.
 * @throws RangeError when a name is not bound; labs are checked for that when they are loaded
 */
export function fillTemplate(text: string, bindings: Readonly<Record<string, string>>): string {
  return text.replaceAll(variable, (_, name: string) => {
    const value = bindings[name];
    if (value === undefined) throw new RangeError(`\`\${${name}}\` is not bound`);
    return value;
  });
}
