import { readStored, writeStored } from '../../../src/progress/storage.ts';

/** At which words a reader wants definitions: the first of a section, every one, or none. */
export const definitionUses = ['first', 'every', 'off'] as const;
export type DefinitionUses = (typeof definitionUses)[number];

/** What the reader has chosen, or `first`. */
export function readUses(): DefinitionUses {
  return definitionUses.find((uses) => uses === readStored('definitions')) ?? 'first';
}

/** Keeps a choice and makes the page follow it. */
export function chooseUses(uses: DefinitionUses): void {
  writeStored('definitions', uses);
  applyUses(uses);
}

/** Makes the words of the page follow a choice: which are marked, and which have a description for screen readers. */
export function applyUses(uses: DefinitionUses): void {
  document.documentElement.dataset['glUses'] = uses;
  for (const word of document.querySelectorAll<HTMLElement>('[data-gl]')) {
    const isLink = word.matches('.gl');
    const isTerm = isLink || word.matches('.gl-again');
    if (!isTerm) continue;
    const isActive = uses === 'every' || (uses === 'first' && isLink);
    setAttribute(word, 'aria-describedby', isActive && `gl-${word.dataset['gl']}`);
    if (isLink) continue;
    setAttribute(word, 'role', isActive && 'link');
    setAttribute(word, 'tabindex', isActive && '0');
  }
}

function setAttribute(element: Element, name: string, value: string | false): void {
  if (value === false) element.removeAttribute(name);
  else element.setAttribute(name, value);
}
