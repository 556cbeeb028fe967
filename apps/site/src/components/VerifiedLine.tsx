import type { ReactNode } from 'react';
import { useConcept } from '../concept/concept.ts';

/** Where the page's sessions were run; nothing where CI has not run them. */
export function VerifiedLine(): ReactNode {
  const { verified } = useConcept();
  const places = [
    verified?.embedded !== undefined && `on the embedded cluster (Kubernetes ${verified.embedded})`,
    verified?.kind !== undefined && `on kind (Kubernetes ${verified.kind})`,
  ].filter((place) => place !== false);
  if (places.length === 0) return null;
  return <p className="verified">Every session on this page was run {places.join(' and ')}.</p>;
}
