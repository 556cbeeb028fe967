import type { Program } from '../../ports.ts';
import { shuf, factor, truncate } from '../arrange.ts';
import { seq, wc } from '../counting.ts';
import { cut } from '../cut.ts';
import { cmp, comm, diff } from '../diff.ts';
import { expr } from '../expr.ts';
import { dos2unix, link, split, unix2dos, unlink, which } from '../file-tools.ts';
import { install } from '../install.ts';
import { egrep, fgrep, grep } from '../grep.ts';
import { head } from '../head.ts';
import { flock, fsync, tsort } from '../order.ts';
import { expand, fold, nl, paste, rev, strings, unexpand } from '../reshape.ts';
import { sed } from '../sed.ts';
import { sort } from '../sort.ts';
import { less } from '../pager/less.ts';
import { more } from '../pager/more.ts';
import { tac, tee, tr, yes } from '../streams.ts';
import { tail } from '../tail.ts';
import { uniq } from '../uniq.ts';

/** Applets for lines of text. */
export const textApplets: readonly Program[] = [
  shuf,
  factor,
  truncate,
  cmp,
  comm,
  diff,
  dos2unix,
  install,
  link,
  split,
  unix2dos,
  unlink,
  which,
  expand,
  fold,
  nl,
  paste,
  rev,
  strings,
  unexpand,
  flock,
  fsync,
  tsort,
  seq,
  wc,
  expr,
  egrep,
  fgrep,
  grep,
  head,
  sed,
  less,
  more,
  tac,
  tee,
  tr,
  yes,
  tail,
  cut,
  sort,
  uniq,
];
