export type { ApiConnection, ApiRequest, ApiResponse, ApiStream } from './apiserver/exchange.ts';
export type { EmbeddedCluster, EmbeddedClusterOptions, NodeOptions, VirtualTime } from './cluster/ports.ts';
