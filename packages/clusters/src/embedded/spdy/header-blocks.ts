import { Buffer } from 'node:buffer';
import { constants, createDeflate, createInflate, type Zlib } from 'node:zlib';
import type { Transform } from 'node:stream';
import { SpdyError } from './frames.ts';
import { headerDictionary } from './header-dictionary.ts';

/** Names, in lower case, and values. */
export type Headers = Readonly<Record<string, string>>;

/** The header blocks of one connection and direction: they share one compressed stream, so their order counts. */
export interface HeaderCodec {
  decode(block: Buffer): Promise<Headers>;
  encode(headers: Headers): Promise<Buffer>;
  close(): void;
}

/** The largest header block taken, once it is unpacked; bytes. */
const maxBlockBytes = 64 * 1024;

export function createHeaderCodec(): HeaderCodec {
  const inflate = createInflate({ dictionary: headerDictionary });
  const deflate = createDeflate({ dictionary: headerDictionary });
  return {
    decode: async (block) => parseHeaders(await through(inflate, block)),
    encode: (headers) => through(deflate, formatHeaders(headers)),
    close() {
      inflate.close();
      deflate.close();
    },
  };
}

/** What comes out once everything that went in has been worked on. @throws SpdyError */
function through(stream: Transform & Zlib, input: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    const settle = (finish: () => void) => {
      stream.off('data', onData);
      stream.off('error', onError);
      finish();
    };
    const onError = (cause: Error) => settle(() => reject(new SpdyError('headers that cannot be unpacked', { cause })));
    const onData = (part: Buffer) => {
      parts.push(part);
      length += part.length;
      if (length > maxBlockBytes) settle(() => reject(new SpdyError(`headers of more than ${maxBlockBytes} bytes`)));
    };
    stream.on('data', onData);
    stream.on('error', onError);
    stream.write(input, () => stream.flush(constants.Z_SYNC_FLUSH, () => settle(() => resolve(Buffer.concat(parts)))));
  });
}

function parseHeaders(block: Buffer): Headers {
  const headers: Record<string, string> = {};
  let at = 0;
  const readNumber = () => {
    if (at + 4 > block.length) throw new SpdyError('headers that end too early');
    at += 4;
    return block.readUInt32BE(at - 4);
  };
  const readText = () => {
    const length = readNumber();
    if (at + length > block.length) throw new SpdyError('headers that end too early');
    at += length;
    return block.toString('utf8', at - length, at);
  };
  for (let left = readNumber(); left > 0; left -= 1) {
    const name = readText().toLowerCase();
    headers[name] = readText();
  }
  return headers;
}

function formatHeaders(headers: Headers): Buffer {
  const entries = Object.entries(headers);
  return Buffer.concat([number(entries.length), ...entries.flat().flatMap(lengthAndText)]);
}

function lengthAndText(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  return [number(bytes.length), bytes];
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
