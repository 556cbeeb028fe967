export { createKubeClient, type KubeClient, type KubeClientOptions } from './client/kube-client.ts';
export { type ExecOptions, SessionError } from './client/exec.ts';
export {
  type CollectionRef,
  type DeleteOptions,
  type ExecTarget,
  type ListOptions,
  type LogOptions,
  type ObjectList,
  type ObjectRef,
  type Patch,
  type SubresourceOptions,
  type VersionInfo,
  type WatchOptions,
  type WriteOptions,
} from './client/options.ts';
export { readChunks, readLines } from './client/read-lines.ts';
export { type CallOptions, type JsonRequest } from './client/requester.ts';
export { type WatchEvent } from './client/watch.ts';
export { type DiscoveredResource, type Discovery } from './discovery/discovery.ts';
export { type Observation, reflect, type ReflectorOptions } from './reflector/reflector.ts';
export {
  type BuiltInName,
  type BuiltInTypes,
  descriptorOf,
  formatGroupVersion,
  type InputOf,
  type ObjectOf,
  parseGroupVersion,
  type ResourceDescriptor,
  type ResourceRef,
} from './resources/built-in.ts';
export { type ApiLocation, resourcePath, withQuery } from './resources/paths.ts';
export { type Impersonation, impersonating, showingToken } from './impersonating.ts';
export {
  type ConnectOptions,
  type KubeTransport,
  type MessageStream,
  TransportError,
  type TransportHeaders,
  type TransportRequest,
} from './transport.ts';
