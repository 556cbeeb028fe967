import { describe, expect, test } from 'vitest';
import { bytesOf } from '../files/bytes.ts';
import { md5, sha256 } from './hash.ts';

describe('digests', () => {
  test.each([
    ['', 'd41d8cd98f00b204e9800998ecf8427e', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', '900150983cd24fb0d6963f7d28e17f72', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ])('of %j are as the standards give them', (text, wantedMd5, wantedSha256) => {
    expect(md5(bytesOf(text))).toBe(wantedMd5);
    expect(sha256(bytesOf(text))).toBe(wantedSha256);
  });
});
