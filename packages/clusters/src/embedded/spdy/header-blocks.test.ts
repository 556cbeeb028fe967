import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { createHeaderCodec, type Headers } from './header-blocks.ts';
import { headerDictionary } from './header-dictionary.ts';

describe('header blocks', () => {
  it('take the dictionary of the specification for granted', () => {
    expect([headerDictionary.length, adler32(headerDictionary)]).toEqual([1423, 0xe3c6a7c2]);
  });

  it('come out as they went in, one after the other', async () => {
    const [client, server] = [createHeaderCodec(), createHeaderCodec()];
    const blocks: Headers[] = [
      { streamtype: 'stdin' },
      { streamtype: 'stdout', port: '80' },
      {},
      { streamtype: 'stdin' },
    ];
    for (const headers of blocks) expect(await server.decode(await client.encode(headers))).toEqual(headers);
    client.close();
    server.close();
  });

  it.each([
    ['is no zlib stream', () => Buffer.from('hello')],
    ['ends too early', async () => cutShort()],
  ])('are refused when one %s', async (_, block) => {
    await expect(createHeaderCodec().decode(await block())).rejects.toMatchObject({ name: 'SpdyError' });
  });
});

/** Says that it holds more than it does. */
async function cutShort(): Promise<Buffer> {
  const { constants, deflateSync } = await import('node:zlib');
  return deflateSync(Buffer.from([0, 0, 0, 2, 0, 0]), {
    dictionary: headerDictionary,
    finishFlush: constants.Z_SYNC_FLUSH,
  });
}

function adler32(bytes: Uint8Array): number {
  let [low, high] = [1, 0];
  for (const byte of bytes) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  return high * 65_536 + low;
}
