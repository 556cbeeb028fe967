import type { GapProof } from '../fate/gap-is-harmless.ts';
import type { Gap } from '../history/version.ts';

const proofs = new WeakMap<Gap, WeakMap<object, GapProof>>();

/**
 * What a gap that has ended may hide does not change any more: it is looked into once.
 * @param question stands for what is asked about it
 */
export function proofOnce(gap: Gap, question: object, look: () => GapProof): GapProof {
  const known = proofs.get(gap) ?? new WeakMap<object, GapProof>();
  proofs.set(gap, known);
  const proof = known.get(question) ?? look();
  known.set(question, proof);
  return proof;
}
