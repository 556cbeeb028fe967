import type { ReactNode } from 'react';
import { TermList } from './TermList.tsx';

export function TermsUsed({ ids }: { readonly ids: string }): ReactNode {
  return (
    <section className="gl-used" aria-labelledby="gl-h">
      <TermList ids={ids.split(' ')} />
    </section>
  );
}
