/** Loads the highlighter: for code that came with a page opened by a link, after the first one. */
export async function highlightLater(code: string, language: string): Promise<string> {
  const { highlight } = await import('./highlight-now.ts');
  return highlight(code, language);
}
