import { type ReactNode, useEffect, useRef, useState } from 'react';

/** In the browser the HTML is there already; when the reader came from another page, it comes with all definitions. */
export function TermsUsed({ ids }: { readonly ids: string }): ReactNode {
  const box = useRef<HTMLElement>(null);
  const [list, setList] = useState<ReactNode>();
  useEffect(() => {
    if (box.current?.hasChildNodes() !== false) return;
    void import('./TermList.tsx').then(({ TermList }) => setList(<TermList ids={ids.split(' ')} />));
  }, [ids]);
  const section = { className: 'gl-used', 'aria-labelledby': 'gl-h' };
  if (list !== undefined) return <section {...section}>{list}</section>;
  return <section {...section} ref={box} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: '' }} />;
}
