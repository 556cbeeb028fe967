import { otherApplets, shellProgram } from '#applets';

export { loadApplets } from '#applets';
import type { Program, Volume } from '../ports.ts';
import { busyboxProgram } from './busybox.ts';
import { sleep } from './sleep.ts';

/** In the order in which they come into a new container: their inodes are numbered so. */
const order =
  'sh ash awk bc ed patch vi dc cat chmod chown cp mv seq wc date dd base64 md5sum sha256sum env printenv expr find egrep fgrep grep head kill killall ls ln mkdir mkfifo mktemp touch basename dirname readlink realpath [ echo false printf test true ps rm rmdir timeout xargs sed sleep df du free stat top uptime less more tac tee tr yes hostname id pwd uname whoami tail cut sort uniq httpd ifconfig ip netstat route nc nslookup ping telnet wget shuf factor truncate cal cmp comm diff dos2unix install link split unix2dos unlink which gunzip gzip zcat hexdump arch clear crc32 dmesg groups hostid logger logname mount nproc reset stty su sync sysctl ts tty umount w who od nice nohup pgrep pidof pkill setsid time usleep watch expand fold nl paste rev strings unexpand tar xxd sha1sum sha512sum chgrp [[ getopt fallocate shred ionice linux32 linux64 renice taskset base32 uudecode uuencode cksum sha3sum sum tree run-parts chroot mknod ascii dnsdomainname halt last lsmod lsof mountpoint nologin poweroff pstree pwdx reboot users flock fsync tsort arp ipcalc crontab'.split(
    ' ',
  );

const byName: ReadonlyMap<string, Program> = new Map(
  [shellProgram('sh', findApplet), shellProgram('ash', findApplet), sleep, ...otherApplets].map((program) => [
    program.name,
    program,
  ]),
);

/** The programs of a busybox image that exist here. What is not in the list is not found, as in a real container. */
export const applets: readonly Program[] = order.flatMap((name) => byName.get(name) ?? []);

/** The program of a name. */
function findApplet(name: string): Program | undefined {
  return byName.get(name);
}

/** Where busybox puts what is not in /bin. */
const outsideBin: ReadonlyArray<readonly [string, ReadonlySet<string>]> = [
  [
    '/usr/bin',
    new Set(
      '[ [[ ascii awk basename bc cal cksum clear cmp comm crc32 crontab cut dc diff dirname dos2unix du env expand expr factor fallocate find flock fold free groups head hexdump hostid id install killall last less logger logname lsof md5sum mkfifo nc nl nohup nproc nslookup od paste patch pgrep pstree pwdx pkill printenv printf realpath renice reset setsid sha1sum sha256sum sha3sum sha512sum shred shuf sort split strings sum tac tail taskset tee telnet test tftp time timeout top tr traceroute tree truncate tsort ts tty unexpand uniq unix2dos unlink unzip uptime users uudecode uuencode w wc wget which who whoami xargs xxd yes'.split(
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
