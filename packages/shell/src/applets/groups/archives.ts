import type { Program } from '../../ports.ts';
import { cksum, sha3sum, sum } from '../checksum.ts';
import { base64, md5sum, sha1sum, sha256sum, sha512sum } from '../digest.ts';
import { base32, uudecode, uuencode } from '../encode.ts';
import { gunzip, gzip, zcat } from '../gzip.ts';
import { tar } from '../tar.ts';

/** Applets that pack, encode and sum. */
export const archivesApplets: readonly Program[] = [
  gunzip,
  gzip,
  zcat,
  tar,
  base32,
  uudecode,
  uuencode,
  cksum,
  sha3sum,
  sum,
  base64,
  md5sum,
  sha1sum,
  sha256sum,
  sha512sum,
];
