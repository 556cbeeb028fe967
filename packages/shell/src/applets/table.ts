import { shellProgram } from '../interpreter/program.ts';
import type { Program, Volume } from '../ports.ts';
import { cat } from './cat.ts';
import { date } from './date.ts';
import { env, printenv } from './environment.ts';
import { kill, killall } from './kill.ts';
import { ls } from './ls.ts';
import { bracketProgram, echo, falseProgram, printf, testProgram, trueProgram } from './plain-output.ts';
import { ps } from './ps.ts';
import { sleep } from './sleep.ts';
import { hostname, id, pwd, uname, whoami } from './system.ts';

/** The programs of a busybox image that exist here, by name. */
export const applets: readonly Program[] = [
  ...[shellProgram('sh'), shellProgram('ash'), cat, date, env, printenv, kill, killall, ls, echo, printf],
  ...[testProgram, bracketProgram, trueProgram, falseProgram, ps, sleep, hostname, id, pwd, uname, whoami],
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
