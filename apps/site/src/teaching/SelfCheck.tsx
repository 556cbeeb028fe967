import type { ReactNode } from 'react';
import { InlineCode } from '../components/InlineCode.tsx';

/** The questions at the end of a page. */
export function SelfCheck({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className="self-check">{children}</div>;
}

/** A question for the reader; its answer is folded. */
export function Question({ q, children }: { readonly q: string; readonly children: ReactNode }): ReactNode {
  return (
    <details className="fold question">
      <summary>
        <InlineCode text={q} />
      </summary>
      {children}
    </details>
  );
}
