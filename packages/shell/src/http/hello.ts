import type { ByteString } from '../files/bytes.ts';

/** What a server shows of itself. There are no keys here: whoever shows a certificate is believed to hold its key. */
export interface ServerCertificate {
  /** Such as `CN=kube-apiserver`. */
  readonly subject: string;
  readonly issuer: string;
  /** The certificate of whoever signed it; PEM. A server does not send it: a client has to have it already. */
  readonly authority: string;
  /** DNS names and IP addresses that it is for. */
  readonly names: readonly string[];
  /** Milliseconds since the Unix epoch. */
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

/** A server's side of the handshake. */
export interface ServerGreeting {
  /** Undefined: a server that shows none. */
  readonly certificate?: ServerCertificate;
  /** The protocol that both speak (ALPN). */
  readonly protocol?: string;
}

/** A client's side of it. */
export interface ClientGreeting {
  /** Whom it means to speak to. */
  readonly host: string;
  /** What it speaks, the best first (ALPN). */
  readonly protocols: readonly string[];
}

const recordEnd = '\r\n\r\n';
/** So begins what OpenSSL sends; servers that expect something else show it in their logs. */
const clientRecord = '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n';
const serverRecord = '\x16\x03\x03';

export function formatClientHello(greeting: ClientGreeting): ByteString {
  return `${clientRecord}${JSON.stringify(greeting)}${recordEnd}`;
}

/** @returns undefined when it is none, or not all of one; `rest` follows the hello */
export function parseClientHello(text: ByteString): { greeting: ClientGreeting; rest: ByteString } | undefined {
  const record = takeRecord(text, clientRecord);
  return record && { greeting: JSON.parse(record.content) as ClientGreeting, rest: record.rest };
}

export function formatServerHello(greeting: ServerGreeting): ByteString {
  return `${serverRecord}${JSON.stringify(greeting)}${recordEnd}`;
}

/** @returns undefined when it is none */
export function parseServerHello(text: ByteString): { greeting: ServerGreeting; rest: ByteString } | undefined {
  const record = takeRecord(text, serverRecord);
  return record && { greeting: JSON.parse(record.content || '{}') as ServerGreeting, rest: record.rest };
}

function takeRecord(text: ByteString, kind: string): { content: ByteString; rest: ByteString } | undefined {
  const end = text.indexOf(recordEnd);
  if (!text.startsWith(kind) || end < 0) return undefined;
  return { content: text.slice(kind.length, end), rest: text.slice(end + recordEnd.length) };
}
