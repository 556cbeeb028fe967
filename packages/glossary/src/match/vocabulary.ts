import type { Term } from '../term-schema.ts';
import { pluralOf } from './plural.ts';

/** One way to write a term. */
export interface Form {
  readonly id: string;
  /** As written in the term file; a plural has the word it was made from. */
  readonly writtenAs: string;
  readonly length: number;
  /** Sticky; matches at a position of the text. Spaces of the form match any white space, line breaks included. */
  readonly pattern: RegExp;
  /** The capital at the front is only good where a sentence starts. */
  readonly capital: RegExp | undefined;
  readonly notAfter: RegExp | undefined;
  readonly notIn: readonly RegExp[];
}

/** Terms made ready for matching. */
export interface Vocabulary {
  readonly terms: ReadonlyMap<string, Term>;
  /** By first word in lower case; longest first, then by id. */
  readonly forms: ReadonlyMap<string, readonly Form[]>;
}

/** The characters that make up a word: a hyphen too, so that `pod-template` is not a Pod. */
export const wordPattern = /[\p{L}\p{N}\p{M}_-]+/gu;

/** Makes terms ready for matching. The order of the terms does not matter. */
export function createVocabulary(terms: readonly Term[]): Vocabulary {
  const forms = new Map<string, Form[]>();
  for (const term of terms) {
    if (!term.match.auto) continue;
    for (const form of formsOf(term)) {
      const first = firstWord(form.text);
      forms.set(first, [...(forms.get(first) ?? []), form.form]);
    }
  }
  for (const list of forms.values()) list.sort((a, b) => b.length - a.length || (a.id < b.id ? -1 : 1));
  return { terms: new Map(terms.map((term) => [term.id, term])), forms };
}

/** The first word of a form, as `Vocabulary.forms` is keyed. */
export function firstWord(text: string): string {
  return (text.match(wordPattern)?.[0] ?? text).toLowerCase();
}

function formsOf(term: Term): { readonly text: string; readonly form: Form }[] {
  const { plural } = term.match;
  const written = [term.term, ...term.aliases];
  const listed = Array.isArray(plural) ? plural.map((text) => ({ text, writtenAs: term.term })) : [];
  const made = plural === 'auto' ? written.map((text) => ({ text: pluralOf(text), writtenAs: text })) : [];
  const all = [...written.map((text) => ({ text, writtenAs: text })), ...made, ...listed];
  const rules = {
    notAfter: term.match.notAfter.length > 0 ? wordsPattern(term.match.notAfter) : undefined,
    notIn: term.match.notIn.map(globPattern),
  };
  return all.map(({ text, writtenAs }) => {
    const flags = term.match.case === 'insensitive' ? 'iuy' : 'uy';
    const smart = term.match.case === 'smart' && text === text.toLowerCase();
    const capital = smart ? new RegExp(source(text[0]?.toUpperCase() + text.slice(1)), 'uy') : undefined;
    const pattern = new RegExp(source(text), flags);
    return { text, form: { id: term.id, writtenAs, length: text.length, pattern, capital, ...rules } };
  });
}

function source(text: string): string {
  return text.split(/\s+/).map(escape).join('\\s+');
}

function escape(text: string): string {
  return text.replaceAll(/[$()*+./?[\\\]^{|}]/g, '\\$&');
}

function wordsPattern(words: readonly string[]): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}_-])(?:${words.map(source).join('|')})(?![\\p{L}\\p{N}_-])`, 'iu');
}

/** `**` stands for any path, `*` for any name in it. */
function globPattern(glob: string): RegExp {
  const parts = glob.split(/(\*+)/).map((part) => (part === '**' ? '.*' : part === '*' ? '[^/]*' : escape(part)));
  return new RegExp(`^${parts.join('')}$`);
}
