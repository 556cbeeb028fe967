/** The parts of the cluster's code that few need, where loading takes no time: not in a browser. */
import * as port from '../images/programs/api-server/api-port.ts';
import * as tokenCode from '../apiserver/tokens/tokens-part.ts';
import * as ledger from '../ledger/differences.ts';
import * as requests from '../apiserver/http/all-requests.ts';
import * as variables from '../kubelet/containers/environment-file.ts';
import * as grpc from '../kubelet/probes/grpc-probe.ts';
import * as evictions from '../kubelet/eviction/pods-to-evict.ts';
import * as preemption from '../kubelet/admission/make-room.ts';
import * as manifests from '../kubelet/static-pods/read-manifest.ts';
import * as access from '../apiserver/authorization/authorization-part.ts';
import * as kinds from '../cluster/rare-kinds.ts';
import { partHere } from './late-part.ts';

export const rareKinds = partHere(kinds);
export const allRequests = partHere(requests);
export const authorization = partHere(access);
export const manifestReader = partHere(manifests);
export const ledgerPart = partHere(ledger);
export const grpcProbe = partHere(grpc);
export const kubeletPreemption = partHere(preemption);
export const podsToEvict = partHere(evictions);
export const tokens = partHere(tokenCode);
export const apiPort = partHere(port);
export const environmentFiles = partHere(variables);
