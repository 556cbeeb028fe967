import Link from '@docusaurus/Link';
import { useLocation } from '@docusaurus/router';
import useIsBrowser from '@docusaurus/useIsBrowser';
import type { ReactNode } from 'react';

/** The address is known in the browser only: one file answers for every page that is not there. */
export default function NotFoundContent(): ReactNode {
  const { pathname } = useLocation();
  const inBrowser = useIsBrowser();
  return (
    <main id="main" className="page narrow">
      <h1>There is no page here</h1>
      <pre className="code not-found" tabIndex={0} role="group" aria-label="Error message">
        <code>Error from server (NotFound): pages "{inBrowser ? pathname : '…'}" not found</code>
      </pre>
      <p>
        The address may be mistyped, or the page may have moved. The <Link to="/concepts">course</Link>, the{' '}
        <Link to="/labs">labs</Link> and the <Link to="/glossary">glossary</Link> list everything there is, and{' '}
        <Link to="/search">search</Link> finds words in it.
      </p>
    </main>
  );
}
