import Link from '@docusaurus/Link';
import useBaseUrl from '@docusaurus/useBaseUrl';
import definitions from '@generated/podlab-glossary/default/definitions.json';
import { searchByWorker } from '@theme/searchByWorker';
import { type KeyboardEvent, type ReactNode, useDeferredValue, useEffect, useId, useRef, useState } from 'react';
import { excerpt } from './excerpt.ts';
import { type SearchHit, searchHits } from './search-hits.ts';

interface Props {
  readonly initial?: string;
  /** Called when a result was followed. */
  readonly onFollow?: () => void;
}

/** A field and what is found while one types. Down and Up move between the results. */
export function SearchBox({ initial = '', onFollow }: Props): ReactNode {
  const [typed, setTyped] = useState(initial);
  const words = useDeferredValue(typed.trim());
  const { found, failed } = useFound(words);
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const said = failed ? 'Search does not work: its index could not be loaded.' : sayFound(words, found?.length);
  return (
    // The keys move the focus between real links.
    <div className="search" ref={box} role="presentation" onKeyDown={(event) => moveFocus(event, box.current)}>
      <label className="sr-only" htmlFor={id}>
        Search the course, the labs and the glossary
      </label>
      <input
        id={id}
        type="search"
        className="search-input"
        placeholder="Search"
        autoComplete="off"
        spellCheck={false}
        value={typed}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the reader has just asked for this field
        autoFocus
        onChange={(event) => setTyped(event.target.value)}
      />
      <p className="search-said" role="status">
        {said}
      </p>
      <ol className="search-results">
        {found?.map((hit) => (
          <li key={hit.to}>
            <Link to={hit.to} onClick={onFollow}>
              <Hit hit={hit} />
            </Link>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Hit({ hit: { title, place, text, words } }: { readonly hit: SearchHit }): ReactNode {
  return (
    <>
      <span className="search-title">{title}</span>
      {place !== undefined && <span className="search-place"> in {place}</span>}
      {text !== '' && (
        <span className="search-text">
          {excerpt(text, words).map((piece, index) =>
            // The pieces of one text.
            piece.hit ? <mark key={index}>{piece.text}</mark> : piece.text,
          )}
        </span>
      )}
    </>
  );
}

function useFound(words: string): { readonly found: readonly SearchHit[] | undefined; readonly failed: boolean } {
  const base = useBaseUrl('/');
  const [state, setState] = useState<{ found: readonly SearchHit[] | undefined; failed: boolean }>({
    found: undefined,
    failed: false,
  });
  useEffect(() => {
    const gone = new AbortController();
    const found = words === '' ? Promise.resolve(undefined) : searchByWorker(base, '', words, 12);
    found.then(
      (results) =>
        gone.signal.aborted || setState({ found: results && searchHits(words, definitions, results), failed: false }),
      () => gone.signal.aborted || setState({ found: undefined, failed: true }),
    );
    return () => gone.abort();
  }, [base, words]);
  return state;
}

function sayFound(words: string, count: number | undefined): string {
  if (words === '' || count === undefined) return '';
  if (count === 0) return `Nothing found for “${words}”.`;
  return count === 1 ? '1 result' : `${count} results`;
}

function moveFocus(event: KeyboardEvent, box: HTMLElement | null): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const stops = [...(box?.querySelectorAll<HTMLElement>('input, a') ?? [])];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  const next = stops[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
