import type { Program } from '../../ports.ts';
import { arp, ipcalc } from '../address-tools.ts';
import { httpd } from '../httpd.ts';
import { ifconfig, ip, route } from '../interfaces.ts';
import { nc } from '../nc.ts';
import { netstat } from '../netstat.ts';
import { nslookup } from '../nslookup.ts';
import { ping } from '../ping.ts';
import { telnet } from '../telnet.ts';
import { wget } from '../wget.ts';

/** Applets for networks. */
export const networkApplets: readonly Program[] = [
  arp,
  ipcalc,
  httpd,
  ifconfig,
  ip,
  route,
  nc,
  netstat,
  nslookup,
  ping,
  telnet,
  wget,
];
