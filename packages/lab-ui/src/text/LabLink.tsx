import { createContext, type ReactNode, useContext } from 'react';

export interface LabLinkProps {
  /** As the text has it. */
  readonly href: string;
  readonly children: ReactNode;
}

/** A link as it stands. */
export function plainLink({ href, children }: LabLinkProps): ReactNode {
  return <a href={href}>{children}</a>;
}

/** How links in a lab's texts are made. */
export const LabLinkContext = createContext(plainLink);

/** A link in a text of the lab. */
export function LabLink(props: LabLinkProps): ReactNode {
  return useContext(LabLinkContext)(props);
}
