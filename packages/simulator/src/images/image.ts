import type { SignalName, Volume } from '@podlab/shell';
import type { ApiEndpoint } from '../apiserver/api-endpoint.ts';

/** A container image as data. */
export interface Image {
  /** Full name with tag, as the runtime reports it: `docker.io/library/busybox:1.37`. */
  readonly name: string;
  /** `sha256:<64 hex>` */
  readonly id: string;
  readonly sizeBytes: number;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  readonly user: { readonly uid: number; readonly gid: number };
  /** What asks it to end. Default `TERM`. */
  readonly stopSignal?: SignalName;
  /** Puts the image's files into an empty volume. @param api what its programs reach the API server by */
  readonly fill: (files: Volume, api: ApiEndpoint) => void;
}
