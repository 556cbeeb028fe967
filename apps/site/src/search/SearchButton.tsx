import Link from '@docusaurus/Link';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';

const SearchDialog = lazy(async () => ({ default: (await import('./SearchDialog.tsx')).SearchDialog }));

/** A link to the search page which, where JavaScript runs, opens the search over the page; so does Ctrl K. */
export function SearchButton(): ReactNode {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <Link
        to="/search"
        className="search-button"
        aria-keyshortcuts="Control+K"
        onClick={(event) => {
          event.preventDefault();
          setOpen(true);
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
      {open && (
        <Suspense>
          <SearchDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
