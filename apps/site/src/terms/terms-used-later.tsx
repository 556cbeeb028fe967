import { useHistory } from '@docusaurus/router';
import { type MouseEvent, type ReactNode, useEffect, useRef, useState } from 'react';

/** In the browser the HTML is there already; when the reader came from another page, it comes with all definitions. */
export function TermsUsed({ ids }: { readonly ids: string }): ReactNode {
  const box = useRef<HTMLElement>(null);
  const [list, setList] = useState<ReactNode>();
  useEffect(() => {
    if (box.current?.hasChildNodes() !== false) return;
    import('./TermList.tsx').then(
      ({ TermList }) => setList(<TermList ids={ids.split(' ')} />),
      // The terms themselves are links to their entries.
      () => undefined,
    );
  }, [ids]);
  const { push } = useHistory();
  /** The server's links are no components: without this they would load the whole page again. */
  const follow = (event: MouseEvent) => {
    const link = (event.target as Element).closest('a');
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    push(link.pathname + link.hash);
  };
  const section = { className: 'gl-used', 'aria-labelledby': 'gl-h' };
  if (list !== undefined) return <section {...section}>{list}</section>;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- what is clicked are its links
    <section
      {...section}
      ref={box}
      onClick={follow}
      suppressHydrationWarning
      dangerouslySetInnerHTML={{ __html: '' }}
    />
  );
}
