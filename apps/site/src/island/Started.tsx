import { type ReactNode, useEffect, useRef } from 'react';

/** Tells once that what is in it can be used. It adds nothing to the page. */
export function Started({
  onStarted,
  children,
}: {
  readonly onStarted: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const told = useRef(onStarted);
  useEffect(() => told.current(), []);
  return children;
}
