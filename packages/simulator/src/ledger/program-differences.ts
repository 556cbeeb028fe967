import type { Difference } from './difference.ts';

/** Entries of the fidelity ledger about the shell and the programs in containers. */
export const programDifferences: readonly Difference[] = [
  {
    id: 'F-40',
    kind: 'different',
    here: "of the help of busybox's programs only the usage line is printed",
    there: 'a text with all options',
    why: "the text is busybox's own prose",
    sentence:
      'A program that is used wrongly prints only its usage line here; a real busybox explains its options too.',
  },
  {
    id: 'F-41',
    kind: 'different',
    here: 'awk has mathematics (`^`, `sqrt`, `log`); `comm`, `split`, `pgrep`, `pkill`, `printenv` and `nice` are there',
    there: "the same in Docker's busybox image; the Debian build that scripts were recorded from leaves them out",
    why: "learners meet Docker's image",
    sentence: 'Some programs of busybox are here that other builds of it leave out, such as pgrep and comm.',
  },
  {
    id: 'F-42',
    kind: 'different',
    here: 'rare options and messages of the shell and its programs, listed script by script in `packages/shell/fixtures/differences.json`',
    there: 'as recorded there from busybox 1.37',
    why: 'not built, or shows the machine of the recording',
    sentence:
      'Rare options of the programs in containers, and the words of some error messages, differ from a real busybox.',
  },
  {
    id: 'F-43',
    kind: 'different',
    here: 'programs of busybox that pack otherwise than tar and gzip (`bzip2`, `xz`, `lzma`, `unzip`, `cpio`, `rpm`), that serve or wait for events (`crond`, `syslogd`, `ftpd`, `telnetd`, `inetd`, `runsv`, `watchdog`), that set up a machine or its accounts (`init`, `fdisk`, `mke2fs`, `modprobe`, `swapon`, `udhcpc`, `login`, `passwd`, `adduser`) and `traceroute`, `tftp`, `setpriv`, `nsenter`, `unshare`, `start-stop-daemon` are not found: `sh: NAME: not found` (exit code 127), `busybox NAME`: `NAME: applet not found`',
    there: 'they are in the busybox image',
    why: 'not built: a container has little use for them',
    sentence:
      'This program of busybox is not in the containers here. Pack with tar and gzip, and do without what sets up a machine.',
  },
  {
    id: 'F-96',
    kind: 'different',
    here: '`vi` heeds no setting of `:set` but `ignorecase`, and has no `U`, `:list`, `:prev` and no .exrc',
    there: 'busybox 1.37 has them, and autoindent, expandtab, tabstop and showmatch',
    why: 'not built',
    sentence: 'The editor vi has its usual commands here, but no settings beside ignorecase.',
  },
  {
    id: 'F-94',
    kind: 'different',
    here: '`nc` has no `-z`, `-v`, `-n` and `-u`, as in the Debian build that scripts were recorded from',
    there: "Docker's busybox image has them",
    why: 'the recorded build is held to',
    sentence:
      'The program nc has no -z and -v here: connect with `nc -w 1 HOST PORT </dev/null` and look at the exit code.',
  },
  {
    id: 'F-95',
    kind: 'different',
    here: '`chroot` can only go to `/`, and `mknod` makes fifos only',
    there: "a container's root may do both",
    why: 'processes have no root directory of their own here',
    sentence: 'A process cannot get another root directory here, and no device files can be made.',
  },
  {
    id: 'F-111',
    kind: 'different',
    here: '`nginx` is one process; `/sys` holds the container’s cgroup only, and that a few files of version 2',
    there: 'a master and its workers; all of sysfs, and more files in the cgroup',
    why: 'nothing in a lab needs them, and each process and file costs memory in every Pod',
    sentence: 'The web server nginx shows one process here and no workers, and /sys has little more than the limits.',
  },
  {
    id: 'F-112',
    kind: 'different',
    here: 'capabilities, seccomp profiles and `allowPrivilegeEscalation` are shown in `/proc`; of the capabilities `CHOWN` and `NET_RAW` (for `ping`) are enforced, all else depends on the user alone',
    there: 'the kernel refuses what they do not allow',
    why: 'the programs here do next to nothing that a capability is for',
    sentence:
      'Of the capabilities only CHOWN and NET_RAW (for ping) are enforced here; /proc/1/status shows them all. Use a real cluster for others: --engine kind.',
    metBy: {
      podSpec: ({ containers, initContainers = [] }) =>
        [...containers, ...initContainers].some(({ securityContext }) => securityContext?.capabilities !== undefined),
    },
  },
];
