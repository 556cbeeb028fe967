import type { Random, Timers } from '@podlab/apimachinery';
import { Store } from '../store/store.ts';
import type { KubeletApi } from './exchange.ts';
import { createLocalApi } from './local/create-local-api.ts';
import type { LocalApi } from './local-api.ts';
import { createSystemObjects } from './system-objects.ts';
import { storeIndexes } from './store-indexes.ts';
import type { WriteContext } from './writes/write-context.ts';

export interface ApiServerOptions {
  readonly timers: Timers;
  /** Names, UIDs and addresses are drawn from forks of it. */
  readonly random: Random;
  /** The kubelet of a node, for logs and exec; undefined when the node has none. */
  readonly findKubelet: (nodeName: string) => KubeletApi | undefined;
}

export interface ApiServer {
  /** For the parts of the cluster itself. */
  readonly local: LocalApi;
  readonly store: Store;
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
  return { local: createLocalApi(context), store };
}
