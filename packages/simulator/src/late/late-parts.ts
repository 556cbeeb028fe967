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
export const manifestReader = latePart('the manifest reader', () => import('../kubelet/static-pods/read-manifest.ts'));
/** What is different here from a real cluster. */
export const ledgerPart = latePart('the ledger', () => import('../ledger/differences.ts'));
/** What asks a container's gRPC server for its health. */
export const grpcProbe = latePart('the gRPC probe', () => import('../kubelet/probes/grpc-probe.ts'));
/** What makes room on a full node for a Pod that it cannot do without. */
export const kubeletPreemption = latePart(
  'the kubelet’s preemption',
  () => import('../kubelet/admission/make-room.ts'),
);
/** Who goes for what a node is short of, or for what it has written. */
export const podsToEvict = latePart('evictions', () => import('../kubelet/eviction/pods-to-evict.ts'));
/** What signs the tokens of service accounts, and judges them. */
export const tokens = latePart('tokens', () => import('../apiserver/tokens/tokens-part.ts'));
/** What answers on the API server's port inside the cluster. */
export const apiPort = latePart(
  'the port of the API server',
  () => import('../images/programs/api-server/api-port.ts'),
);
/** What finds a container's variables in files of its Pod. */
export const environmentFiles = latePart(
  'environment files',
  () => import('../kubelet/containers/environment-file.ts'),
);
