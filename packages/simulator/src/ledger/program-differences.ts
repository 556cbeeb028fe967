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
    here: '`vi`, `bc`, `dc`, `ed`, `patch`, `cpio`, `getopt`, `bzip2` and `xz` are not found (exit code 127)',
    there: 'they are in the busybox image',
    why: 'not built yet',
    sentence:
      'The editor vi and some other programs of busybox are not in the containers here. Write files with cat and a here-document.',
  },
];
