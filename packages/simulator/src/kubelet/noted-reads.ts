import type { ServiceAccountTokenProjection } from 'kubernetes-types/core/v1';
import type { LocalApi, ResourceName } from '../apiserver/local-api.ts';
import type { PodFacts } from './field-reference.ts';
import type { ProjectionSource } from './projected-files.ts';

/** What a volume's files were made from. */
export interface NotedReads {
  /** To be read from: notes which objects are asked for. */
  readonly source: ProjectionSource;
  /** Whether the same objects, and the Pod itself, would give the same files again. */
  areUnchanged(now: ProjectionSource): boolean;
}

interface Read {
  readonly resource: ResourceName;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly found: unknown;
}

/** Notes what is read. Stored objects never change in place, so the same object means the same content. */
export function noteReads({ api, facts, token }: ProjectionSource): NotedReads {
  // Not pushed to: most volumes read one object, and room for 17 would be made.
  let reads: readonly Read[] = [];
  let tokens: readonly { readonly projection: ServiceAccountTokenProjection; readonly token: () => string }[] = [];
  const get: LocalApi['get'] = (resource, namespace, name) => {
    const found = api.get(resource, namespace, name);
    reads = reads.concat({ resource, namespace, name, found });
    return found;
  };
  const { podIP, pod, ...others } = facts;
  const { spec, metadata } = pod;
  let isIpRead = false;
  const notedFacts: PodFacts = {
    ...others,
    pod,
    // Known only once the volumes are there: most of them do not ask for it.
    get podIP() {
      isIpRead = true;
      return podIP;
    },
  };
  return {
    source: {
      api: { get },
      facts: notedFacts,
      token: (projection) => {
        const issued = token(projection);
        tokens = tokens.concat({ projection, token: issued });
        return issued;
      },
    },
    areUnchanged: (now) =>
      (!isIpRead || now.facts.podIP === podIP) &&
      now.facts.pod.spec === spec &&
      now.facts.pod.metadata.labels === metadata.labels &&
      now.facts.pod.metadata.annotations === metadata.annotations &&
      tokens.every((issued) => now.token(issued.projection) === issued.token) &&
      reads.every(({ resource, namespace, name, found }) => api.get(resource, namespace, name) === found),
  };
}
