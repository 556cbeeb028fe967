/** Pieces of Markdown; what is undefined or false is left out. */
export type Piece = string | undefined | false;

export function join(pieces: readonly Piece[]): string {
  return pieces.filter((piece) => piece !== undefined && piece !== false && piece !== '').join('\n\n');
}

/** A block with a class, whose content is Markdown. Empty when there is nothing in it. */
export function section(name: string, pieces: readonly Piece[] | false): string {
  return pieces === false ? '' : `<div class="lab-${name}">\n\n${join(pieces)}\n\n</div>`;
}

/** Closed until the reader opens it. @param title plain text */
export function fold(title: string, pieces: readonly Piece[]): string {
  return `<details class="fold">\n<summary>${escapeText(title)}</summary>\n\n${join(pieces)}\n\n</details>`;
}

export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item.trim().replaceAll('\n', '\n  ')}`).join('\n');
}

export function frontMatter(fields: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `---\n${lines.join('\n')}\n---`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
