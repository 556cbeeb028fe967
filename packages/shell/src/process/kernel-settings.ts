import { fromUnicode } from '../files/bytes.ts';
import type { DirectoryNode } from '../files/inode.ts';
import type { Container } from './container.ts';
import { generatedDirectory, generatedFile } from './generated.ts';

/** As `uname -r` prints it, and the node says. */
export const kernelRelease = '6.18.0-podlab';

/** What a container finds when its Pod has set nothing. @see containerd v2: unprivileged ports and pings are allowed */
const usual: Readonly<Record<string, string>> = {
  // As systemd sets it on a node: no container gets a file of the dump.
  'kernel.core_pattern': '|/usr/lib/systemd/systemd-coredump %P %u %g %s %t %c %h %d',
  'kernel.osrelease': kernelRelease,
  'kernel.ostype': 'Linux',
  'kernel.pid_max': '32768',
  'kernel.shm_rmid_forced': '0',
  'net.core.somaxconn': '4096',
  'net.ipv4.ip_local_port_range': '32768\t60999',
  'net.ipv4.ip_unprivileged_port_start': '0',
  'net.ipv4.ping_group_range': '0\t2147483647',
  'net.ipv4.tcp_fin_timeout': '60',
  'net.ipv4.tcp_keepalive_intvl': '75',
  'net.ipv4.tcp_keepalive_probes': '9',
  'net.ipv4.tcp_keepalive_time': '7200',
  'net.ipv4.tcp_syncookies': '1',
};

/** /proc/sys: what scripts look up there, and what the container's Pod has set. */
export function settingsDirectory(container: Container): DirectoryNode {
  return directoryOf(container, '');
}

function directoryOf(container: Container, prefix: string): DirectoryNode {
  const settings = { ...usual, 'kernel.hostname': container.hostname, ...container.sysctls };
  const inside = Object.keys(settings).filter((name) => name.startsWith(prefix));
  const names = [...new Set(inside.map((name) => name.slice(prefix.length).split('.')[0] ?? ''))];
  return generatedDirectory(container, {
    names: () => names,
    get: (name) => {
      const value = (settings as Readonly<Record<string, string>>)[`${prefix}${name}`];
      if (value !== undefined) return generatedFile(container, () => fromUnicode(`${value}\n`));
      return names.includes(name) ? directoryOf(container, `${prefix}${name}.`) : undefined;
    },
  });
}
