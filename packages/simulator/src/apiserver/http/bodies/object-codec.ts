import { type StatusError, statuses, type KubeObject, type Stored } from '@podlab/apimachinery';
import { findKindType } from '../../schema/api-schema.ts';
import { DecodeError, decodeJson } from '../../schema/decode-json.ts';
import { shiftTimes } from '../../schema/shift-times.ts';
import { apiVersionOf } from '../../writes/write-context.ts';

/** A kind as requests and responses name it. */
export interface KindRef {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** What becomes of fields that the kind does not have. */
export type FieldValidation = 'Ignore' | 'Strict' | 'Warn';

/**
 * Objects on their way in and out. Outside, times are the client's: `skewMs` less than inside.
 */
export interface ObjectCodec {
  /** As it leaves; the same object when no time in it moves. */
  outgoing(object: Stored): Stored;
  /** JSON of it as it leaves, made once while it is told to all who watch. */
  json(object: Stored): string;
  /**
   * An object that arrived, in the shape of its kind and with its times moved in.
   * @param refusal of what does not fit. Default: the 400 for what a client sent whole
   * @throws what `refusal` makes
   */
  incoming(
    object: Readonly<Record<string, unknown>>,
    kind: KindRef,
    refusal?: (fault: DecodeError) => StatusError,
  ): Incoming;
}

export interface Incoming {
  readonly object: KubeObject;
  /** Such as `unknown field "spec.x"`. */
  readonly strictFaults: readonly string[];
}

/** How many texts are kept: those of the latest changes. All that were ever told would outweigh the objects. */
const keptTexts = 256;

export function createObjectCodec(skewMs: () => number): ObjectCodec {
  const written = new Map<object, { readonly skewMs: number; readonly json: string }>();
  const outgoing = (object: Stored): Stored => {
    const skew = skewMs();
    const type = skew === 0 ? undefined : typeOf(object);
    return type === undefined ? object : shiftTimes(type, object, -skew);
  };
  return {
    outgoing,
    json: (object) => {
      const found = written.get(object);
      const skew = skewMs();
      if (found?.skewMs === skew) return found.json;
      const json = JSON.stringify(outgoing(object));
      written.delete(object);
      written.set(object, { skewMs: skew, json });
      const [oldest] = written.keys();
      if (written.size > keptTexts && oldest) written.delete(oldest);
      return json;
    },
    incoming: (object, kind, refusal = (fault) => cannotBeHandled(kind, fault.message)) => {
      const type = findKindType(kind.group, kind.version, kind.kind);
      if (type === undefined) return { object, strictFaults: [] };
      try {
        const decoded = decodeJson(type, object);
        return { object: shiftTimes(type, decoded.object, skewMs()), strictFaults: decoded.strictFaults };
      } catch (error) {
        if (error instanceof DecodeError) throw refusal(error);
        throw error;
      }
    },
  };
}

/** The 400 for what is not an object of the kind. */
export function cannotBeHandled({ group, version, kind }: KindRef, why: string) {
  const apiVersion = apiVersionOf({ group, version });
  return statuses.badRequest(
    `${kind} in version ${JSON.stringify(apiVersion.slice(apiVersion.indexOf('/') + 1))} cannot be handled as a ${kind}: ${why}`,
  );
}

function typeOf({ apiVersion, kind }: Stored): string | undefined {
  const slash = apiVersion.indexOf('/');
  return findKindType(slash < 0 ? '' : apiVersion.slice(0, slash), apiVersion.slice(slash + 1), kind);
}
