import type { Program } from '../../ports.ts';
import { cal } from '../cal.ts';
import { crontab } from '../crontab.ts';
import { getopt } from '../get-option.ts';
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
} from '../host-facts.ts';
import {
  arch,
  clear,
  crc32,
  dmesg,
  groups,
  hostid,
  logger,
  logname,
  nproc,
  reset,
  su,
  sync,
  sysctl,
  ts,
  tty,
  w,
  who,
} from '../information.ts';
import { mount, umount } from '../mount.ts';
import { stty } from '../stty.ts';
import { kill, killall } from '../kill.ts';
import { ionice, linux32, linux64, renice, taskset } from '../priority.ts';
import { nice, nohup, pgrep, pidof, pkill, setsid, time, usleep, watch } from '../process-tools.ts';
import { ps } from '../ps.ts';
import { timeout, xargs } from '../run-others.ts';
import { runParts } from '../run-parts.ts';
import { uptime } from '../status.ts';
import { top } from '../top.ts';

/** Applets for processes and the machine. */
export const systemApplets: readonly Program[] = [
  stty,
  cal,
  crontab,
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
  su,
  sync,
  sysctl,
  ts,
  tty,
  umount,
  w,
  who,
  nice,
  nohup,
  pgrep,
  pidof,
  pkill,
  setsid,
  time,
  usleep,
  watch,
  getopt,
  ionice,
  linux32,
  linux64,
  renice,
  taskset,
  runParts,
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
  kill,
  killall,
  ps,
  timeout,
  xargs,
  top,
  uptime,
];
