import useBaseUrl from '@docusaurus/useBaseUrl';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';

const KeepPanel = lazy(async () => ({ default: (await import('./KeepPanel.tsx')).KeepPanel }));

/** In the footer, folded: what it needs is loaded when it is opened, and at once where the course is kept already. */
export function KeepOffline(): ReactNode {
  const base = useBaseUrl('/');
  const [open, setOpen] = useState(false);
  const [kept, setKept] = useState(false);
  useEffect(() => setKept('serviceWorker' in navigator && navigator.serviceWorker.controller !== null), []);
  return (
    <details className="keep needs-js" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Read offline</summary>
      {(open || kept) && (
        <Suspense>
          <KeepPanel base={base} />
        </Suspense>
      )}
    </details>
  );
}
