import { expect, it } from 'vitest';
import { TestContainer } from '../testing/container-run.ts';

it.each([
  {
    about: 'to or from a directory that is not there',
    script: 'echo a >f; tar cf x.tar f; tar xf x.tar -C /nosuch; echo $?; tar cf - -C /nosuch f; echo $?',
    rows: [
      "tar: can't change directory to '/nosuch': No such file or directory",
      '1',
      "tar: can't change directory to '/nosuch': No such file or directory",
      '1',
    ],
  },
  {
    about: 'over a directory of the same name',
    script: 'echo a >f; mkdir -p d/f/g; tar cf x.tar f; tar xf x.tar -C d; echo $?',
    rows: ["tar: can't remove old file f: Is a directory", '1'],
  },
  {
    about: 'where nothing can be written, not even what is not there',
    script: 'echo a >f; tar cf x.tar f; tar xf x.tar -C /; echo $?',
    rows: ["tar: can't remove old file f: Read-only file system", '1'],
  },
])('tar moves nothing $about', ({ script, rows }) => {
  const container = new TestContainer((kernel) => [{ path: '/tmp', volume: kernel.createVolume() }], true);
  const running = container.start(['sh', '-c', `cd /tmp; exec 2>&1; ${script}`]);
  container.timers.run(1_000);
  expect(running.stdout.trimEnd().split('\n')).toEqual(rows);
});
