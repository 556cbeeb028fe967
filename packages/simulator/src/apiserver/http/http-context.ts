import type { MetricsSource } from '../../metrics/metrics-server.ts';
import type { NetworkStack } from '@podlab/shell';
import type { UserInfo } from '../authorization/user-info.ts';
import type { TokenIssuer } from '../tokens/token-issuer.ts';
import type { KubeletApi } from '../exchange.ts';
import type { WriteContext } from '../writes/write-context.ts';
import type { ObjectCodec } from './bodies/object-codec.ts';

/** What answering requests needs. */
export interface HttpContext {
  readonly writes: WriteContext;
  readonly codec: ObjectCodec;
  readonly findKubelet: (nodeName: string) => KubeletApi | undefined;
  /** Who asks. Default: the administrator. */
  readonly user?: UserInfo;
  readonly tokens: TokenIssuer;
  /** What Pods use, for `kubectl top`. */
  readonly metrics: MetricsSource;
  /** Where the API server's proxy connects from. */
  network(): NetworkStack;
  /** Milliseconds by which virtual time is ahead of the client's. */
  skewMs(): number;
}
