/** What is to be mounted for a hostPath volume. */
export type HostPathVerdict =
  | { readonly mount: 'directory' | 'file'; readonly isMadeFirst: boolean }
  | { readonly fault: string };

/**
 * Whether what is at a path of the node is what a hostPath volume says. Without a type nothing is checked, and the
 * container runtime makes a directory when nothing is there.
 * @see kubernetes v1.36 pkg/volume/hostpath/host_path.go checkTypeInternal
 */
export function checkHostPath(
  path: string,
  type: string,
  found: 'file' | 'directory' | 'other' | undefined,
): HostPathVerdict {
  const isNot = (what: string) => ({ fault: `hostPath type check failed: ${path} is not a ${what}` });
  switch (type) {
    case '':
      return { mount: found === 'file' ? 'file' : 'directory', isMadeFirst: found === undefined };
    case 'Directory':
      return found === 'directory' ? { mount: 'directory', isMadeFirst: false } : isNot('directory');
    case 'DirectoryOrCreate':
      if (found !== undefined && found !== 'directory') return isNot('directory');
      return { mount: 'directory', isMadeFirst: found === undefined };
    case 'File':
      return found === 'file' ? { mount: 'file', isMadeFirst: false } : isNot('file');
    case 'FileOrCreate':
      if (found !== undefined && found !== 'file') return isNot('file');
      return { mount: 'file', isMadeFirst: found === undefined };
    case 'Socket':
      return isNot('socket file');
    case 'CharDevice':
      return isNot('character device');
    case 'BlockDevice':
      return isNot('block device');
    default:
      return { fault: `${type} is an invalid volume type` };
  }
}
