import { shellProgram } from '../interpreter/program.ts';
import type { Program, Volume } from '../ports.ts';
import { shuf, factor, truncate } from './arrange.ts';
import { busyboxProgram } from './busybox.ts';
import { cal } from './cal.ts';
import { cmp, comm, diff } from './diff.ts';
import { dos2unix, install, link, split, unix2dos, unlink, which } from './file-tools.ts';
import { gunzip, gzip, zcat } from './gzip.ts';
import { hexdump } from './hexdump.ts';
import {
  arch,
  clear,
  crc32,
  dmesg,
  groups,
  hostid,
  logger,
  logname,
  mount,
  nproc,
  reset,
  stty,
  su,
  sync,
  sysctl,
  ts,
  tty,
  umount,
  w,
  who,
} from './information.ts';
import { od } from './od.ts';
import { nice, nohup, pgrep, pidof, pkill, setsid, time, usleep, watch } from './process-tools.ts';
import { expand, fold, nl, paste, rev, strings, unexpand } from './reshape.ts';
import { tar } from './tar.ts';
import { xxd } from './xxd.ts';
import { awk } from './awk/awk.ts';
import { bc } from './calculator/bc.ts';
import { dc } from './calculator/dc.ts';
import { ed } from './editors/ed.ts';
import { patch } from './editors/patch.ts';
import { vi } from './editors/vi/vi.ts';
import { getopt } from './get-option.ts';
import { fallocate, shred } from './allocate.ts';
import { ionice, linux32, linux64, renice, taskset } from './priority.ts';
import { base32, uudecode, uuencode } from './encode.ts';
import { cksum, sha3sum, sum } from './checksum.ts';
import { tree } from './tree.ts';
import { runParts } from './run-parts.ts';
import { chroot, mknod } from './special-file.ts';
import {
  ascii,
  dnsdomainname,
  halt,
  last,
  lsmod,
  lsof,
  mountpoint,
  nologin,
  poweroff,
  pstree,
  pwdx,
  reboot,
  users,
} from './host-facts.ts';
import { flock, fsync, tsort } from './order.ts';
import { arp, ipcalc } from './address-tools.ts';
import { cat } from './cat.ts';
import { chgrp, chmod, chown } from './change.ts';
import { cp, mv } from './copy.ts';
import { seq, wc } from './counting.ts';
import { date } from './date.ts';
import { dd } from './dd.ts';
import { base64, md5sum, sha1sum, sha256sum, sha512sum } from './digest.ts';
import { env, printenv } from './environment.ts';
import { expr } from './expr.ts';
import { find } from './find.ts';
import { egrep, fgrep, grep } from './grep.ts';
import { head } from './head.ts';
import { httpd } from './httpd.ts';
import { ifconfig, ip, route } from './interfaces.ts';
import { kill, killall } from './kill.ts';
import { ls } from './ls.ts';
import { ln } from './link.ts';
import { mkdir } from './make-directory.ts';
import { mkfifo, mktemp, touch } from './make.ts';
import { nc } from './nc.ts';
import { netstat } from './netstat.ts';
import { nslookup } from './nslookup.ts';
import { basename, dirname, readlink, realpath } from './paths.ts';
import {
  bracketProgram,
  doubleBracketProgram,
  echo,
  falseProgram,
  printf,
  testProgram,
  trueProgram,
} from './plain-output.ts';
import { ping } from './ping.ts';
import { ps } from './ps.ts';
import { rm, rmdir } from './remove.ts';
import { timeout, xargs } from './run-others.ts';
import { sed } from './sed.ts';
import { sleep } from './sleep.ts';
import { df, du, free } from './space.ts';
import { stat } from './stat.ts';
import { top, uptime } from './status.ts';
import { less, more, tac, tee, tr, yes } from './streams.ts';
import { hostname, id, pwd, uname, whoami } from './system.ts';
import { tail } from './tail.ts';
import { telnet } from './telnet.ts';
import { cut } from './cut.ts';
import { sort } from './sort.ts';
import { uniq } from './uniq.ts';
import { wget } from './wget.ts';

/** The programs of a busybox image that exist here. What is not in the list is not found, as in a real container. */
export const applets: readonly Program[] = [
  shellProgram('sh', findApplet),
  shellProgram('ash', findApplet),
  awk,
  bc,
  ed,
  patch,
  vi,
  dc,
  cat,
  chmod,
  chown,
  cp,
  mv,
  seq,
  wc,
  date,
  dd,
  base64,
  md5sum,
  sha256sum,
  env,
  printenv,
  expr,
  find,
  egrep,
  fgrep,
  grep,
  head,
  kill,
  killall,
  ls,
  ln,
  mkdir,
  mkfifo,
  mktemp,
  touch,
  basename,
  dirname,
  readlink,
  realpath,
  bracketProgram,
  echo,
  falseProgram,
  printf,
  testProgram,
  trueProgram,
  ps,
  rm,
  rmdir,
  timeout,
  xargs,
  sed,
  sleep,
  df,
  du,
  free,
  stat,
  top,
  uptime,
  less,
  more,
  tac,
  tee,
  tr,
  yes,
  hostname,
  id,
  pwd,
  uname,
  whoami,
  tail,
  cut,
  sort,
  uniq,
  httpd,
  ifconfig,
  ip,
  netstat,
  route,
  nc,
  nslookup,
  ping,
  telnet,
  wget,
  shuf,
  factor,
  truncate,
  cal,
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
  gunzip,
  gzip,
  zcat,
  hexdump,
  arch,
  clear,
  crc32,
  dmesg,
  groups,
  hostid,
  logger,
  logname,
  mount,
  nproc,
  reset,
  stty,
  su,
  sync,
  sysctl,
  ts,
  tty,
  umount,
  w,
  who,
  od,
  nice,
  nohup,
  pgrep,
  pidof,
  pkill,
  setsid,
  time,
  usleep,
  watch,
  expand,
  fold,
  nl,
  paste,
  rev,
  strings,
  unexpand,
  tar,
  xxd,
  sha1sum,
  sha512sum,
  chgrp,
  doubleBracketProgram,
  getopt,
  fallocate,
  shred,
  ionice,
  linux32,
  linux64,
  renice,
  taskset,
  base32,
  uudecode,
  uuencode,
  cksum,
  sha3sum,
  sum,
  tree,
  runParts,
  chroot,
  mknod,
  ascii,
  dnsdomainname,
  halt,
  last,
  lsmod,
  lsof,
  mountpoint,
  nologin,
  poweroff,
  pstree,
  pwdx,
  reboot,
  users,
  flock,
  fsync,
  tsort,
  arp,
  ipcalc,
];

/** The program of a name. */
function findApplet(name: string): Program | undefined {
  return byName.get(name);
}

const byName: ReadonlyMap<string, Program> = new Map(applets.map((program) => [program.name, program]));

/** Where busybox puts what is not in /bin. */
const outsideBin: ReadonlyArray<readonly [string, ReadonlySet<string>]> = [
  [
    '/usr/bin',
    new Set(
      '[ [[ ascii awk basename bc cal cksum clear cmp comm crc32 cut dc diff dirname dos2unix du env expand expr factor fallocate find flock fold free groups head hexdump hostid id install killall last less logger logname lsof md5sum mkfifo nc nl nohup nproc nslookup od paste patch pgrep pstree pwdx pkill printenv printf realpath renice reset setsid sha1sum sha256sum sha3sum sha512sum shred shuf sort split strings sum tac tail taskset tee telnet test tftp time timeout top tr traceroute tree truncate tsort ts tty unexpand uniq unix2dos unlink unzip uptime users uudecode uuencode w wc wget which who whoami xargs xxd yes'.split(
        ' ',
      ),
    ),
  ],
  ['/sbin', new Set('arp halt ifconfig init ip lsmod poweroff reboot route sysctl'.split(' '))],
  ['/usr/sbin', new Set('chroot crond httpd nologin'.split(' '))],
];

const passwd = [
  'root:x:0:0:root:/root:/bin/sh',
  'www-data:x:33:33:www-data:/var/www:/bin/false',
  'nginx:x:101:101:nginx:/nonexistent:/bin/false',
  'nobody:x:65534:65534:nobody:/home:/bin/false',
];

const groupLines = ['root:x:0:', 'www-data:x:33:', 'nginx:x:101:', 'nogroup:x:65534:'];

/** Fills a volume as the busybox image is: programs in /bin, users, the usual empty directories. */
export function installBusybox(volume: Volume): void {
  volume.addProgram('/bin/busybox', busyboxProgram(byName));
  for (const { name } of applets) {
    const directory = outsideBin.find(([, names]) => names.has(name))?.[0] ?? '/bin';
    volume.makeLink(`${directory}/${name}`, '/bin/busybox');
  }
  volume.writeFile('/etc/passwd', `${passwd.join('\n')}\n`);
  volume.writeFile('/etc/group', `${groupLines.join('\n')}\n`);
  volume.makeDirectory('/root');
  volume.makeDirectory('/home');
  volume.makeDirectory('/tmp', { mode: 0o1777 });
  volume.makeDirectory('/usr/sbin');
  volume.makeDirectory('/var/spool/mail');
  volume.makeDirectory('/var/www');
  volume.makeDirectory('/dev');
  volume.makeDirectory('/proc');
  volume.makeLink('/linuxrc', '/bin/busybox');
  volume.makeDirectory('/sbin');
  volume.makeDirectory('/usr/bin');
  volume.makeDirectory('/sys');
}
