import type { ReactNode } from 'react';
import { InlineCode } from '../components/InlineCode.tsx';

/** What people commonly believe, crossed out in words, and what is true. */
export function Belief({ wrong, children }: { readonly wrong: string; readonly children: ReactNode }): ReactNode {
  return (
    <div className="belief">
      <p className="belief-wrong">
        <span className="sr-only">Many believe, wrongly: </span>
        <InlineCode text={wrong} />
      </p>
      <div className="belief-true">{children}</div>
    </div>
  );
}
