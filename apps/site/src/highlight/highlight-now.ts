import { Prism } from 'prism-react-renderer';
import { escapeHtml } from './escape-html.ts';

/** Colours code at once. Used when pages are built, so that they need no highlighter in the browser. */
export function highlight(code: string, language: string): string {
  const grammar = Prism.languages[language];
  return grammar === undefined ? escapeHtml(code) : Prism.highlight(code, grammar, language);
}
