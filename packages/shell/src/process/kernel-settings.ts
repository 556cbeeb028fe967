import { type ByteString, fromUnicode } from '../files/bytes.ts';
import type { DirectoryNode } from '../files/inode.ts';
import type { Container } from './container.ts';
import { generatedDirectory, generatedFile } from './generated.ts';

/** As `uname -r` prints it, and the node says. */
export const kernelRelease = '6.18.0-podlab';

/** What a container finds when its Pod has set nothing. @see containerd v2: unprivileged ports and pings are allowed */
const usual: Readonly<Record<string, string>> = {
  'fs.file-max': '9223372036854775807',
  'fs.inotify.max_user_instances': '128',
  'fs.inotify.max_user_watches': '62500',
  'fs.nr_open': '1048576',
  // As systemd sets it on a node: no container gets a file of the dump.
  'kernel.core_pattern': '|/usr/lib/systemd/systemd-coredump %P %u %g %s %t %c %h %d',
  'kernel.domainname': '(none)',
  'kernel.osrelease': kernelRelease,
  'kernel.ostype': 'Linux',
  'kernel.panic': '10',
  'kernel.pid_max': '32768',
  'kernel.shm_rmid_forced': '0',
  'net.core.somaxconn': '4096',
  'net.ipv4.ip_forward': '1',
  'net.ipv4.ip_local_port_range': '32768\t60999',
  'net.ipv4.ip_unprivileged_port_start': '0',
  'net.ipv4.ping_group_range': '0\t2147483647',
  'net.ipv4.tcp_fin_timeout': '60',
  'net.ipv4.tcp_keepalive_intvl': '75',
  'net.ipv4.tcp_keepalive_probes': '9',
  'net.ipv4.tcp_keepalive_time': '7200',
  'net.ipv4.tcp_syncookies': '1',
  'net.ipv4.tcp_tw_reuse': '2',
  'vm.max_map_count': '65530',
  // As kubelet sets it.
  'vm.overcommit_memory': '1',
  'vm.panic_on_oom': '0',
  'vm.swappiness': '60',
};

/** Drawn when the node started. */
const bootId = '8f3c2f0e-6f6b-4d0c-9a55-0c1d6f7b2e41';

/** A new one each time it is read, of version 4. */
function newUuid({ scheduler: { random } }: Container): ByteString {
  const hex = [0, 1, 2, 3].map(() => random.uint32().toString(16).padStart(8, '0')).join('');
  const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) & 3] ?? '8';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}\n`;
}

/** /proc/sys: what scripts look up there, and what the container's Pod has set. */
export function settingsDirectory(container: Container): DirectoryNode {
  return directoryOf(container, '');
}

function directoryOf(container: Container, prefix: string): DirectoryNode {
  const settings = {
    ...usual,
    'kernel.hostname': container.hostname,
    'kernel.random.boot_id': bootId,
    'kernel.random.uuid': '',
    ...container.sysctls,
  };
  const inside = Object.keys(settings).filter((name) => name.startsWith(prefix));
  const names = [...new Set(inside.map((name) => name.slice(prefix.length).split('.')[0] ?? ''))];
  return generatedDirectory(container, {
    names: () => names,
    get: (name) => {
      if (`${prefix}${name}` === 'kernel.random.uuid') return generatedFile(container, () => newUuid(container));
      const value = (settings as Readonly<Record<string, string>>)[`${prefix}${name}`];
      if (value !== undefined) return generatedFile(container, () => fromUnicode(`${value}\n`));
      return names.includes(name) ? directoryOf(container, `${prefix}${name}.`) : undefined;
    },
  });
}
