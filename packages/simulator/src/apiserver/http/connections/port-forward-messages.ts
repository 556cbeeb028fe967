/**
 * How port-forward crosses the API server's edge, whatever the client speaks outside: each message begins with what it
 * is and the number of the forwarded connection, which the client chooses.
 */

/** The protocol's name; no Kubernetes client knows it. */
export const portForwardProtocol = 'portforward.podlab';

/** What a message is about. */
export type PortForwardMessage =
  /** From the client only. */
  | { readonly kind: 'connect'; readonly id: number; readonly port: number }
  | { readonly kind: 'data'; readonly id: number; readonly content: Uint8Array }
  /** The sender says nothing more on it. */
  | { readonly kind: 'end'; readonly id: number }
  /** It is over; from the cluster the content is what went wrong, or empty. */
  | { readonly kind: 'closed'; readonly id: number; readonly content: Uint8Array };

const kinds = ['connect', 'data', 'end', 'closed'] as const;
const headBytes = 5;
const nothing = new Uint8Array(0);

export function encodePortForward(message: PortForwardMessage): Uint8Array {
  const content = contentOf(message);
  const bytes = new Uint8Array(headBytes + content.length);
  bytes[0] = kinds.indexOf(message.kind);
  new DataView(bytes.buffer).setUint32(1, message.id);
  bytes.set(content, headBytes);
  return bytes;
}

/** @returns undefined when it is none */
export function decodePortForward(bytes: Uint8Array): PortForwardMessage | undefined {
  const kind = kinds[bytes[0] ?? kinds.length];
  if (kind === undefined || bytes.length < headBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const id = view.getUint32(1);
  if (kind === 'end') return { kind, id };
  if (kind !== 'connect') return { kind, id, content: bytes.subarray(headBytes) };
  return bytes.length < headBytes + 2 ? undefined : { kind, id, port: view.getUint16(headBytes) };
}

function contentOf(message: PortForwardMessage): Uint8Array {
  if (message.kind === 'end') return nothing;
  return message.kind === 'connect' ? new Uint8Array([message.port >> 8, message.port & 0xff]) : message.content;
}
