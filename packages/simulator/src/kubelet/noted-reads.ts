import type { LateText } from '@podlab/shell';
import type { ServiceAccountTokenProjection } from 'kubernetes-types/core/v1';
import type { LocalApi, ResourceName } from '../apiserver/local-api.ts';
import type { PodFacts } from './containers/field-reference.ts';
import type { ProjectionSource } from './volumes/projected-files.ts';

interface Read {
  readonly resource: ResourceName;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly found: unknown;
}

type Labels = PodFacts['pod']['metadata']['labels'];

interface IssuedToken {
  readonly projection: ServiceAccountTokenProjection;
  readonly token: LateText;
}

/** What a volume's files were made from: nothing else is held of it, as every Pod has a volume. */
export class NotedReads {
  readonly #spec: PodFacts['pod']['spec'];
  readonly #labels: Labels;
  readonly #annotations: Labels;
  readonly #podIP: string | undefined;
  #isIpRead = false;
  // Not pushed to: most volumes read one object, and room for 17 would be made.
  #reads: readonly Read[] = [];
  #tokens: readonly IssuedToken[] = [];

  private constructor({ pod, podIP }: PodFacts) {
    this.#spec = pod.spec;
    this.#labels = pod.metadata.labels;
    this.#annotations = pod.metadata.annotations;
    this.#podIP = podIP;
  }

  /** Calls `read` and notes which objects it asks for. */
  static of<T>(from: ProjectionSource, read: (source: ProjectionSource) => T): { result: T; reads: NotedReads } {
    const reads = new NotedReads(from.facts);
    return { result: read(reads.#noting(from)), reads };
  }

  /**
   * Whether the same objects, and the Pod itself, would give the same files again. Stored objects never change in place,
   * so the same object means the same content.
   */
  areUnchanged({ api, facts, token }: ProjectionSource): boolean {
    return (
      (!this.#isIpRead || facts.podIP === this.#podIP) &&
      facts.pod.spec === this.#spec &&
      facts.pod.metadata.labels === this.#labels &&
      facts.pod.metadata.annotations === this.#annotations &&
      this.#tokens.every((issued) => token(issued.projection) === issued.token) &&
      this.#reads.every(({ resource, namespace, name, found }) => api.get(resource, namespace, name) === found)
    );
  }

  #noting({ api, facts, token }: ProjectionSource): ProjectionSource {
    const get: LocalApi['get'] = (resource, namespace, name) => {
      const found = api.get(resource, namespace, name);
      this.#reads = this.#reads.concat({ resource, namespace, name, found });
      return found;
    };
    return {
      api: { get },
      facts: new NotedFacts(facts, () => (this.#isIpRead = true)),
      token: (projection) => {
        const issued = token(projection);
        this.#tokens = this.#tokens.concat({ projection, token: issued });
        return issued;
      },
    };
  }
}

/** Notes when the Pod's IP is asked for. It is known only once the volumes are there: most of them do not ask. */
class NotedFacts implements PodFacts {
  readonly pod: PodFacts['pod'];
  readonly hostIP: string;
  readonly nodeName: string;
  readonly seenMs: number;
  readonly allocatable: PodFacts['allocatable'];
  readonly #podIP: string | undefined;
  readonly #onIpRead: () => void;

  constructor({ pod, podIP, hostIP, nodeName, seenMs, allocatable }: PodFacts, onIpRead: () => void) {
    this.pod = pod;
    this.#podIP = podIP;
    this.hostIP = hostIP;
    this.nodeName = nodeName;
    this.seenMs = seenMs;
    this.allocatable = allocatable;
    this.#onIpRead = onIpRead;
  }

  get podIP(): string | undefined {
    this.#onIpRead();
    return this.#podIP;
  }
}
