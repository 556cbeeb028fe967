import Link from '@docusaurus/Link';
import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { useLater } from '../components/use-later.ts';
import { isSearchWanted, onSearchWish, wantSearch } from './search-wish.ts';

const loadDialog = () => import('./SearchDialog.tsx');
const never = () => false;

/** A link to the search page which, where JavaScript runs, opens the search over the page; so does Ctrl K. */
export function SearchButton(): ReactNode {
  const isOpen = useSyncExternalStore(onSearchWish, isSearchWanted, never);
  const { value, hasFailed } = useLater(isOpen, loadDialog);
  useEffect(() => {
    if (hasFailed) wantSearch(false);
  }, [hasFailed]);
  return (
    <>
      <Link
        to="/search"
        className="search-button"
        aria-keyshortcuts="Control+K"
        onClick={(event) => {
          event.preventDefault();
          wantSearch(true);
        }}
      >
        <svg
          width="18"
          height="18"
          viewBox="0 0 18 18"
          aria-hidden="true"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
        >
          <circle cx="7.6" cy="7.6" r="5.2" />
          <path d="m11.6 11.6 4.6 4.6" strokeLinecap="round" />
        </svg>
        <span className="search-word">Search</span>
        <kbd aria-hidden="true">Ctrl K</kbd>
      </Link>
      {isOpen && value && <value.SearchDialog onClose={() => wantSearch(false)} />}
      {hasFailed && (
        <span role="alert" className="search-fault">
          The search could not be loaded. Look at the connection, then press again.
        </span>
      )}
    </>
  );
}
