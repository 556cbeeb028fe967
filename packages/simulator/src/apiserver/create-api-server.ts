import type { Random, Timers } from '@podlab/apimachinery';
import { authorization, tokens } from '#parts';
import { type MetricsSource, noMetrics } from '../metrics/metrics-server.ts';
import { NetworkStack } from '@podlab/shell';
import { Store } from '../store/store.ts';
import { concernsAccess, concernsLeases, hasCredentials, writesClusterRole } from './authorization/concerns-access.ts';
import type { ApiConnection, ApiRequest, ApiResponse, KubeletApi } from './exchange.ts';
import { handleOpen, handleRequest, inWantedForm } from './http/handle-request.ts';
import type { HttpContext } from './http/http-context.ts';
import { createObjectCodec } from './http/bodies/object-codec.ts';
import { createLocalApi } from './local/create-local-api.ts';
import type { LocalApi } from './local-api.ts';
import { fileOwnEndpoints } from './own-endpoints.ts';
import { createSystemObjects } from './system-objects.ts';
import { storeIndexes } from './store-indexes.ts';
import { TokenIssuer } from './tokens/token-issuer.ts';
import type { WriteContext } from './writes/write-context.ts';

export interface ApiServerOptions {
  readonly timers: Timers;
  /** Names, UIDs and addresses are drawn from forks of it. */
  readonly random: Random;
  /** The kubelet of a node, for logs and exec; undefined when the node has none. */
  readonly findKubelet: (nodeName: string) => KubeletApi | undefined;
  /** The network of the node that the API server runs on, for its proxy. Default: connected to nothing. */
  readonly network?: () => NetworkStack | undefined;
  /** Default: nothing is measured. */
  readonly metrics?: MetricsSource;
}

export interface ApiServer {
  /** For the parts of the cluster itself. */
  readonly local: LocalApi;
  readonly store: Store;
  /**
   * Milliseconds by which virtual time is ahead of the clients' clocks: every time that leaves over HTTP is that much
   * earlier, every time that arrives that much later. Whole seconds. Default 0.
   */
  skewMs: number;
  /** Signs the tokens of service accounts. */
  readonly tokens: TokenIssuer;
  /**
   * Finds out whose a request is by the token that it shows, which is then gone from it.
   * @returns the answer to whoever shows a wrong one
   */
  identify(request: ApiRequest): ApiRequest | ApiResponse;
  /** Answers a request. Never throws. */
  handle(request: ApiRequest): ApiResponse;
  /** Answers a request that comes from inside, where times are the cluster's own. Never throws. */
  handleInside(request: ApiRequest): ApiResponse;
  /** Upgrades a request to a message stream (exec, attach), or answers why not. Never throws. */
  open(request: ApiRequest, protocols: readonly string[]): ApiConnection | ApiResponse;
}

/** Creates an API server with an empty store but for the objects that every cluster has. */
export function createApiServer(options: ApiServerOptions): ApiServer {
  const store = new Store({ indexes: storeIndexes });
  const context: WriteContext = {
    store,
    timers: options.timers,
    names: options.random.fork('names'),
    uids: options.random.fork('uids'),
  };
  createSystemObjects(context);
  fileOwnEndpoints(store, options.random.fork('own endpoints'));
  const issuer = new TokenIssuer(options.random.fork('tokens'));
  const skewMs = () => server.skewMs;
  const http: HttpContext = {
    writes: context,
    codec: createObjectCodec(skewMs),
    findKubelet: options.findKubelet,
    network: () => options.network?.() ?? new NetworkStack({ timers: options.timers }),
    metrics: options.metrics ?? noMetrics,
    tokens: issuer,
    skewMs,
  };
  const inside: HttpContext = { ...http, codec: createObjectCodec(noSkew), skewMs: noSkew };
  const answer = (from: HttpContext, request: ApiRequest) => {
    const known = server.identify(request);
    if ('status' in known) return inWantedForm(request, known);
    prepareFor(known);
    const response = handleRequest(from, known);
    if (writesClusterRole(known)) authorization.code.aggregateRoles(store);
    return response;
  };
  let hasDefaultRoles = false;
  const prepareFor = (request: ApiRequest) => {
    if (!concernsAccess(request)) return;
    const files = options.random.fork('default roles');
    const nowMs = options.timers.nowMs();
    if (concernsLeases(request)) authorization.code.fileLeases(store, files, nowMs);
    if (hasDefaultRoles) return;
    hasDefaultRoles = true;
    authorization.code.fileDefaultRoles(store, files);
    authorization.code.fileOwnObjects(store, files, nowMs);
  };
  const server: ApiServer = {
    local: createLocalApi(context),
    store,
    skewMs: 0,
    tokens: issuer,
    identify: (request) =>
      hasCredentials(request)
        ? tokens.code.identify(request, { store, issuer, nowMs: options.timers.nowMs() })
        : request,
    handle: (request) => answer(http, request),
    handleInside: (request) => answer(inside, request),
    open: (request, protocols) => {
      const known = server.identify(request);
      if ('status' in known) return known;
      prepareFor(known);
      return handleOpen(http, known, protocols);
    },
  };
  return server;
}

function noSkew(): number {
  return 0;
}
