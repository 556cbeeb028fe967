import { SelectorError } from './label-selector.ts';

/** One condition of a field selector. */
export interface FieldRequirement {
  /** Such as `status.phase`. */
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

/** Requirements that must all hold; none: everything matches. */
export type FieldSelector = readonly FieldRequirement[];

/**
 * Parses `?fieldSelector=`: `a=b`, `a==b`, `a!=b` joined by commas; `\\`, `\,` and `\=` stand for themselves in values.
 * @throws SelectorError worded as Kubernetes words it
 * @see k8s.io/apimachinery/pkg/fields/selector.go `ParseSelector` (v1.36)
 */
export function parseFieldSelector(text: string): FieldSelector {
  return splitTerms(text)
    .filter((term) => term !== '')
    .map((term) => {
      const match = /^((?:\\.|[^\\=!])*?)(!=|==|=)(.*)$/s.exec(term);
      if (!match) throw new SelectorError(`invalid selector: '${text}'; can't understand '${term}'`);
      const [, field = '', operator, value = ''] = match;
      return { field, operator: operator === '!=' ? '!=' : '=', value: unescape(value, text) };
    });
}

/** Whether an object is selected. @param valueOf the object's value of a field; absent fields read as `''` */
export function matchesFieldSelector(selector: FieldSelector, valueOf: (field: string) => string): boolean {
  return selector.every(({ field, operator, value }) => (valueOf(field) === value) === (operator === '='));
}

/** A field selector in its string grammar. */
export function formatFieldSelector(selector: FieldSelector): string {
  return selector.map(({ field, operator, value }) => `${field}${operator}${escape(value)}`).join(',');
}

function splitTerms(text: string): string[] {
  const terms: string[] = [];
  let term = '';
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i] ?? '';
    if (character === '\\') {
      term += character + (text[i + 1] ?? '');
      i += 1;
    } else if (character === ',') {
      terms.push(term);
      term = '';
    } else {
      term += character;
    }
  }
  return [...terms, term];
}

function unescape(value: string, selector: string): string {
  if (/(^|[^\\])(\\\\)*=/.test(value)) {
    throw new SelectorError(`invalid field selector: unescaped character in value: = (${selector})`);
  }
  return value.replace(/\\([\\,=])/g, '$1');
}

function escape(value: string): string {
  return value.replace(/[\\,=]/g, '\\$&');
}
