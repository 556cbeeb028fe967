import { type ReactNode, useEffect } from 'react';

/** Tells once that what is in it can be used. It adds nothing to the page. */
export function Started({
  onStarted,
  children,
}: {
  readonly onStarted: () => void;
  readonly children: ReactNode;
}): ReactNode {
  useEffect(onStarted, []);
  return children;
}
