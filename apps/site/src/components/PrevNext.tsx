import Link from '@docusaurus/Link';
import { useDoc } from '@docusaurus/plugin-content-docs/client';
import type { ReactNode } from 'react';

export function PrevNext(): ReactNode {
  const { previous, next } = useDoc().metadata;
  if (previous === undefined && next === undefined) return null;
  return (
    <nav className="prev-next" aria-label="Before and after this page">
      {previous !== undefined && (
        <Link to={previous.permalink} rel="prev">
          <span className="prev-next-word">Before</span>
          <span className="prev-next-title">{previous.title}</span>
        </Link>
      )}
      {next !== undefined && (
        <Link to={next.permalink} rel="next" className="next">
          <span className="prev-next-word">Next</span>
          <span className="prev-next-title">{next.title}</span>
        </Link>
      )}
    </nav>
  );
}
