/** What a run has shown, as one SHA-256 per part: where two runs part ways can then be named. */
export class Transcript {
  readonly #parts: { readonly title: string; readonly text: string }[] = [];
  #text = '';

  /** Adds to the part that is being written. */
  add(text: string): void {
    this.#text += text;
  }

  /** Ends the part. */
  endPart(title: string): void {
    this.#parts.push({ title, text: this.#text });
    this.#text = '';
  }

  /** @returns `<title> <SHA-256 as hexadecimal>` of each part */
  async digests(): Promise<string[]> {
    const lines: string[] = [];
    for (const { title, text } of this.#parts) lines.push(`${title} ${await sha256(text)}`);
    return lines;
  }
}

/** Node's and the browsers' own. */
async function sha256(text: string): Promise<string> {
  const hash = await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
