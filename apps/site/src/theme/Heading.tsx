import useBrokenLinks from '@docusaurus/useBrokenLinks';
import type { ComponentProps, ReactNode } from 'react';

type Props = ComponentProps<'h2'> & { readonly as: 'h1' | 'h2' | 'h3' | 'h4' | 'h5' | 'h6' };

export default function Heading({ as: As, id, children, ...rest }: Props): ReactNode {
  const brokenLinks = useBrokenLinks();
  if (As === 'h1' || id === undefined) return <As {...rest}>{children}</As>;
  brokenLinks.collectAnchor(id);
  return (
    <As {...rest} id={id}>
      {children}
      <a className="hash-link" href={`#${id}`} aria-label="Link to this section" translate="no" />
    </As>
  );
}
