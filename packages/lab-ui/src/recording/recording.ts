import type {
  ClusterPicture,
  NodePicture,
  OwnerPicture,
  PodPicture,
  ServicePicture,
} from '../picture/cluster-picture.ts';

/** What to run: a manifest, and commands at times. */
export interface RunScript {
  /** Applied at second 0, when the cluster stands; nothing is when it is empty. */
  readonly yaml: string;
  /** What commands may name behind `-f`: texts by file name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly commands?: readonly RunCommand[];
  /** How long the run lasts, in the cluster's seconds; default 30. */
  readonly seconds?: number;
  /** How many workers stand beside the control plane; default 2. */
  readonly workers?: number;
  /** Where names and UIDs come from; default `podlab`. */
  readonly seed?: string;
}

export interface RunCommand {
  /** Seconds after second 0. */
  readonly at: number;
  /** A kubectl command that ends by itself. The run goes on meanwhile. `$1`, `$2` … stand for the names of the living Pods of the namespace `default`, oldest first. */
  readonly run: string;
}

/** A run of a cluster as pictures, each with what brought it about. */
export interface Recording {
  /** What was run. */
  readonly script: RunScript;
  /** Each later than the one before. The first is the cluster before anything was done. */
  readonly frames: readonly ClusterPicture[];
  readonly commands: readonly RecordedCommand[];
  /** When the run ended; the last picture holds until then. */
  readonly untilMs: number;
}

/** A command of the run. */
export interface RecordedCommand {
  readonly atMs: number;
  /** As typed. */
  readonly line: string;
  readonly output: string;
}

/**
 * A recording as JSON, small: each part of a picture is written once, and pictures name the parts. Read back, pictures
 * that show the same Pod share it, so that a component sees by `===` what has not changed.
 */
export interface RecordingData {
  readonly script: RunScript;
  readonly pods: readonly PodPicture[];
  readonly nodes: readonly Omit<NodePicture, 'pods'>[];
  readonly owners: readonly OwnerPicture[];
  readonly services: readonly ServicePicture[];
  readonly frames: readonly FrameData[];
  readonly commands: readonly RecordedCommand[];
  readonly untilMs: number;
}

/** Numbers are places in the lists of parts. */
interface FrameData {
  readonly atMs: number;
  /** Each node with its Pods. */
  readonly nodes: readonly (readonly [node: number, pods: readonly number[]])[];
  readonly waiting: readonly number[];
  readonly owners: readonly number[];
  readonly services: readonly number[];
}

/** Writes a recording as data for `JSON.stringify`. */
export function encodeRecording({ script, frames, commands, untilMs }: Recording): RecordingData {
  const pods = createPartList<PodPicture>();
  const nodes = createPartList<Omit<NodePicture, 'pods'>>();
  const owners = createPartList<OwnerPicture>();
  const services = createPartList<ServicePicture>();
  const encoded = frames.map(
    (frame): FrameData => ({
      atMs: frame.atMs,
      nodes: frame.nodes.map(({ pods: onNode, ...node }) => [nodes.placeOf(node), onNode.map(pods.placeOf)]),
      waiting: frame.waiting.map(pods.placeOf),
      owners: frame.owners.map(owners.placeOf),
      services: frame.services.map(services.placeOf),
    }),
  );
  return {
    script,
    pods: pods.parts,
    nodes: nodes.parts,
    owners: owners.parts,
    services: services.parts,
    frames: encoded,
    commands,
    untilMs,
  };
}

/** Reads what `encodeRecording` wrote. */
export function decodeRecording(data: RecordingData): Recording {
  const pick = <T>(parts: readonly T[], places: readonly number[]) =>
    places.flatMap((place) => {
      const part = parts[place];
      return part === undefined ? [] : [part];
    });
  return {
    script: data.script,
    commands: data.commands,
    untilMs: data.untilMs,
    frames: data.frames.map((frame) => ({
      atMs: frame.atMs,
      nodes: frame.nodes.flatMap(([place, onNode]) => {
        const node = data.nodes[place];
        return node === undefined ? [] : [{ ...node, pods: pick(data.pods, onNode) }];
      }),
      waiting: pick(data.pods, frame.waiting),
      owners: pick(data.owners, frame.owners),
      services: pick(data.services, frame.services),
    })),
  };
}

function createPartList<T>() {
  const parts: T[] = [];
  const places = new Map<string, number>();
  return {
    parts,
    placeOf: (part: T): number => {
      const text = JSON.stringify(part);
      const known = places.get(text);
      if (known !== undefined) return known;
      places.set(text, parts.length);
      return parts.push(part) - 1;
    },
  };
}
