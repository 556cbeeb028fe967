import Link from '@docusaurus/Link';
import type { ReactNode } from 'react';

export default function NotFoundContent(): ReactNode {
  return (
    <main id="main" className="page narrow">
      <h1>There is no page here</h1>
      <p>
        The address may be mistyped, or the page may have moved. The <Link to="/concepts">course</Link> lists every
        page, and the <Link to="/">front page</Link> shows where to begin.
      </p>
    </main>
  );
}
