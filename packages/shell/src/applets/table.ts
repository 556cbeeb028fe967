import { shellProgram } from '../interpreter/program.ts';
import type { Program, Volume } from '../ports.ts';
import { cat } from './cat.ts';
import { chmod, chown } from './change.ts';
import { cp, mv } from './copy.ts';
import { seq, wc } from './counting.ts';
import { date } from './date.ts';
import { dd } from './dd.ts';
import { base64, md5sum, sha256sum } from './digest.ts';
import { env, printenv } from './environment.ts';
import { expr } from './expr.ts';
import { find } from './find.ts';
import { egrep, fgrep, grep } from './grep.ts';
import { head } from './head.ts';
import { httpd } from './httpd.ts';
import { ifconfig, ip, route } from './interfaces.ts';
import { kill, killall } from './kill.ts';
import { ls } from './ls.ts';
import { ln, mkdir, mkfifo, mktemp, touch } from './make.ts';
import { nc } from './nc.ts';
import { netstat } from './netstat.ts';
import { nslookup } from './nslookup.ts';
import { basename, dirname, readlink, realpath } from './paths.ts';
import { bracketProgram, echo, falseProgram, printf, testProgram, trueProgram } from './plain-output.ts';
import { ping } from './ping.ts';
import { ps } from './ps.ts';
import { rm, rmdir } from './remove.ts';
import { timeout, xargs } from './run-others.ts';
import { sed } from './sed.ts';
import { sleep } from './sleep.ts';
import { df, du, free } from './space.ts';
import { stat, top, uptime } from './status.ts';
import { less, more, tac, tee, tr, yes } from './streams.ts';
import { hostname, id, pwd, uname, whoami } from './system.ts';
import { tail } from './tail.ts';
import { telnet } from './telnet.ts';
import { cut, sort, uniq } from './text-lines.ts';
import { wget } from './wget.ts';

/** The programs of a busybox image that exist here. What is not in the list is not found, as in a real container. */
export const applets: readonly Program[] = [
  shellProgram('sh'),
  shellProgram('ash'),
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
];

const passwd = [
  'root:x:0:0:root:/root:/bin/sh',
  'daemon:x:1:1:daemon:/usr/sbin:/bin/false',
  'bin:x:2:2:bin:/bin:/bin/false',
  'www-data:x:33:33:www-data:/var/www:/bin/false',
  'nobody:x:65534:65534:nobody:/home:/bin/false',
];

const groups = ['root:x:0:', 'daemon:x:1:', 'bin:x:2:', 'wheel:x:10:root', 'www-data:x:33:', 'nobody:x:65534:'];

/** Fills a volume as the busybox image is: programs in /bin, users, the usual empty directories. */
export function installBusybox(volume: Volume): void {
  for (const program of applets) volume.addProgram(`/bin/${program.name}`, program);
  volume.writeFile('/etc/passwd', `${passwd.join('\n')}\n`);
  volume.writeFile('/etc/group', `${groups.join('\n')}\n`);
  volume.makeDirectory('/root', { mode: 0o700 });
  volume.makeDirectory('/home', { uid: 65_534, gid: 65_534 });
  volume.makeDirectory('/tmp', { mode: 0o1777 });
  volume.makeDirectory('/usr/sbin');
  volume.makeDirectory('/var/spool/mail');
  volume.makeDirectory('/var/www');
  volume.makeDirectory('/dev');
  volume.makeDirectory('/proc');
  volume.makeLink('/usr/bin/env', '../../bin/env');
}
