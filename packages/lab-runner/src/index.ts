export { playAttempt, type PlayOptions } from './attempt/play-attempt.ts';
export { splitWords } from './attempt/split-words.ts';
export type { Hint } from './hint/hint.ts';
export { LabRunnerError, type LabRunnerErrorCode } from './lab-runner-error.ts';
export { openSession } from './session/open-session.ts';
export type { Session, SessionOptions, SetUpProgress } from './session/session.ts';
export { deleteNamespace, labLabel, makeNamespace } from './set-up/namespace.ts';
export { type Proof, type ProofJudgement, proofsOf } from './verify/proof.ts';
export { type ProofCluster, type ProofResult, verifyLab, type VerifyOptions } from './verify/verify-lab.ts';
