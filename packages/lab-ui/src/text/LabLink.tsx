import { createContext, type ReactNode, useContext } from 'react';

export interface LabLinkProps {
  /** As the text has it. */
  readonly href: string;
  readonly children: ReactNode;
}

/** How links in a lab's texts are made. */
export const LabLinkContext = createContext((props: LabLinkProps): ReactNode => <a {...props} />);

/** A link in a text of the lab. */
export function LabLink(props: LabLinkProps): ReactNode {
  return useContext(LabLinkContext)(props);
}
