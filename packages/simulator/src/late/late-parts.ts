/** The same as `early-parts.ts`, loaded when a cluster first needs it: in a browser. */
import { latePart } from './late-part.ts';

/** Rules and controllers of kinds that few labs use. */
export const rareKinds = latePart('rare kinds', () => import('../cluster/rare-kinds.ts'));
/** Answers to everything that a client may ask. */
export const allRequests = latePart('all requests', () => import('../apiserver/http/all-requests.ts'));
/** Who may do what. */
export const authorization = latePart(
  'authorization',
  () => import('../apiserver/authorization/authorization-part.ts'),
);
/** What makes static Pods of files. */
export const manifestReader = latePart('the manifest reader', () => import('../kubelet/read-manifest.ts'));
/** What is different here from a real cluster. */
export const ledgerPart = latePart('the ledger', () => import('../ledger/differences.ts'));
/** What asks a container's gRPC server for its health. */
export const grpcProbe = latePart('the gRPC probe', () => import('../kubelet/grpc-probe.ts'));
/** What finds a container's variables in files of its Pod. */
export const environmentFiles = latePart('environment files', () => import('../kubelet/environment-file.ts'));
