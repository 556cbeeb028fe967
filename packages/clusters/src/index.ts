export type { Action, ActionContext, ActionEvent } from './actions/action.ts';
export { runActions, type RunActionsOptions } from './actions/run-actions.ts';
export { type ApiHandler, isRefusal } from './embedded/api-handler.ts';
export { type ServedCluster, type ServeOptions, serveCluster } from './embedded/server.ts';
export type { ClusterSpec, ClusterState, Engine, Finding } from './engine.ts';
export { CleanupError, ClusterError, type ClusterErrorCode } from './errors.ts';
export { type ClusterAccess, parseClusterAccess, readClusterAccess } from './kubeconfig/read.ts';
export { createKubeconfigTransport } from './kubeconfig/transport.ts';
export { removeKubeconfig, writeKubeconfig } from './kubeconfig/write.ts';
