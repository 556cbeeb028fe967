/** Text as it is copied from a session: without the `$ ` that its prompts were. */
export function withoutPrompts(text: string): string {
  return text.replace(/^[ \t]*\$ /gm, '');
}
