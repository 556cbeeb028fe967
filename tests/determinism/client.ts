import type { ApiConnection, ApiRequest, ApiResponse, EmbeddedCluster } from '@podlab/simulator';
import type { Transcript } from './digest.ts';

type Cluster = Pick<EmbeddedCluster, 'handle' | 'open'>;

/** A client that writes down everything that the cluster shows it. */
export class RecordingClient {
  readonly #cluster: Cluster;
  readonly #transcript: Transcript;

  constructor(cluster: Cluster, transcript: Transcript) {
    this.#cluster = cluster;
    this.#transcript = transcript;
  }

  /** Sends one request; what a stream goes on to say is written down when it says it. */
  send(
    method: string,
    path: string,
    options: { readonly body?: unknown; readonly type?: string; readonly accept?: string } = {},
  ): string {
    const { body, type = 'application/json', accept = 'application/json' } = options;
    const request: ApiRequest = {
      method,
      path,
      headers: { 'content-type': type, accept },
      ...(body !== undefined && { body: new TextEncoder().encode(JSON.stringify(body)) }),
    };
    const response = this.#cluster.handle(request);
    const text = this.#read(response, path);
    this.#transcript.add(`${method} ${path}\n${response.status} ${JSON.stringify(response.headers)}\n${text}\n`);
    return text;
  }

  /** Runs a script in a Pod, with some input. @returns undefined when it was refused */
  exec(podPath: string, script: string, input: string): ApiConnection | undefined {
    const command = ['sh', '-c', script].map((word) => `command=${encodeURIComponent(word)}`).join('&');
    const path = `${podPath}/exec?stdin=true&stdout=true&stderr=true&${command}`;
    const answer = this.#cluster.open({ method: 'GET', path, headers: {} }, ['v5.channel.k8s.io']);
    if ('status' in answer) {
      this.#transcript.add(`exec ${path}\n${answer.status} ${this.#read(answer, path)}\n`);
      return undefined;
    }
    const decoder = new TextDecoder();
    answer.subscribe({
      message: (data) => this.#transcript.add(`exec ${path}: ${data[0]} ${decoder.decode(data.subarray(1))}\n`),
      close: () => this.#transcript.add(`exec ${path}: closed\n`),
    });
    answer.receive(new Uint8Array([0, ...new TextEncoder().encode(input)]));
    answer.receive(new Uint8Array([255, 0]));
    return answer;
  }

  #read({ body }: ApiResponse, path: string): string {
    if (typeof body === 'string') return body;
    const decoder = new TextDecoder();
    if (body instanceof Uint8Array) return decoder.decode(body);
    body.subscribe({
      write: (chunk) => this.#transcript.add(`${path}: ${decoder.decode(chunk)}\n`),
      end: () => this.#transcript.add(`${path}: end\n`),
    });
    return 'a stream';
  }
}
