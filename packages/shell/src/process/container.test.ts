import { describe, expect, test } from 'vitest';
import { bytesOf } from '../files/bytes.ts';
import { type ProcessContext, StartError } from '../ports.ts';
import { TestContainer } from '../testing/container-run.ts';

describe('starting processes', () => {
  test.each([
    [['nosuch'], 'executable file not found in $PATH'],
    [['/bin/nosuch'], 'stat /bin/nosuch: no such file or directory'],
    [['/etc'], 'is a directory'],
    [['/etc/passwd'], 'permission denied'],
    [['/etc/passwd/deeper'], 'stat /etc/passwd/deeper: not a directory'],
  ])('%j cannot be started: %s', (argv, message) => {
    expect(() => new TestContainer().start(argv)).toThrow(new StartError(message));
  });

  test.each([
    ['/etc/passwd', 'mkdir /etc/passwd: not a directory'],
    ['/etc/passwd/deeper', 'mkdir /etc/passwd: not a directory'],
  ])('the directory to start in cannot be made: %s', (workingDirectory, message) => {
    expect(() => new TestContainer().start(['pwd'], { workingDirectory })).toThrow(message);
  });

  test('the directory to start in is made, unless the root is read only', () => {
    const start = (isReadOnly: boolean) => {
      const container = new TestContainer(undefined, isReadOnly);
      const script = container.start(['sh', '-c', 'pwd; ls -ld .'], { workingDirectory: '/a/b' });
      container.timers.run(10);
      return script.stdout;
    };
    expect(start(false)).toMatch(/^\/a\/b\ndrwxr-xr-x/);
    expect(() => start(true)).toThrow('mkdir /a: read-only file system');
  });

  test.each([
    ['echo no #! line', '/run: exec format error'],
    ['#!/bin/nosuch', '/run: no such file or directory'],
    ['#!/bin/sh\r', '/run: no such file or directory'],
    ['#!/etc', '/run: permission denied'],
    ['#!/etc/passwd', '/run: permission denied'],
  ])('a process ends by itself where only the kernel sees that %j cannot run', (content, message) => {
    const container = new TestContainer();
    container.space.files.writeFile('/run', `${content}\n`, { mode: 0o755 });
    const script = container.start(['/run']);
    container.timers.run(10);
    expect(script).toMatchObject({ stdout: '', stderr: `exec ${message}\n`, status: { code: 255 } });
  });

  test('a script with #! is run by its interpreter', () => {
    const container = new TestContainer();
    container.space.files.writeFile('/run.sh', '#!/bin/sh -e\necho "$0 $1"\nfalse\necho no\n', { mode: 0o755 });
    const script = container.start(['/run.sh', 'x']);
    container.timers.run(10);
    expect(script).toMatchObject({ stdout: '/run.sh x\n', status: { code: 1 } });
  });

  test('a program of the image goes before the applet of its name where PATH finds it, a script does not', () => {
    const container = new TestContainer();
    const program = {
      name: 'apache',
      run: function* (context: ProcessContext) {
        yield* context.write(1, 'apache\n');
        return 0;
      },
    };
    container.image.addProgram('/opt/bin/httpd', program);
    container.image.writeFile('/opt/bin/hostname', '#!/bin/sh\necho script\n', { mode: 0o755 });
    const script = container.start(['sh', '-c', 'httpd; PATH=/opt/bin; httpd; hostname; type httpd']);
    container.timers.run(10);
    expect(script.stdout).toBe('apache\nweb-0\nhttpd is /opt/bin/httpd\n');
  });

  test('a fault in a program of ours comes out, and does not go round for ever', () => {
    const container = new TestContainer();
    container.image.addProgram('/bin/broken', {
      name: 'broken',
      run: () => {
        throw new TypeError('broken');
      },
    });
    container.start(['broken'], { env: { PATH: '/bin' } });
    expect(() => container.timers.run(10)).toThrow('broken');
  });

  test('standard input comes from outside, in pieces', () => {
    const container = new TestContainer();
    const stdin = container.kernel.createInput();
    const cat = container.start(['cat'], { stdin });
    stdin.write(bytesOf('one\n'));
    container.timers.run(1);
    expect(cat.stdout).toBe('one\n');
    stdin.write(bytesOf('two\n'));
    stdin.end();
    container.timers.run(1);
    expect(cat).toMatchObject({ stdout: 'one\ntwo\n', status: { code: 0 } });
  });

  test('a process writes where PID 1 writes through /proc/1/fd/1', () => {
    const container = new TestContainer();
    const main = container.start(['sleep', '100']);
    container.start(['sh', '-c', 'echo from exec > /proc/1/fd/1']);
    container.timers.run(10);
    expect(main.stdout).toBe('from exec\n');
  });
});

describe('files of a container', () => {
  test('changes do not reach the image', () => {
    const container = new TestContainer();
    container.image.writeFile('/data/a', 'image');
    const script = container.start([
      'sh',
      '-c',
      'cat /data/a; echo changed >> /data/a; echo b > /data/b; rm /etc/group; ls /data',
    ]);
    container.timers.run(10);
    expect(script.stdout).toBe('imagea\nb\n');
    expect(container.image.readFile('/data/a')).toEqual(bytesOf('image'));
    expect(container.image.readFile('/etc/group')).toBeDefined();
    expect(container.image.readFile('/data/b')).toBeUndefined();
  });

  test('a mounted volume is shared, by subPath too, and may be read only', () => {
    const container = new TestContainer((kernel) => {
      const volume = kernel.createVolume();
      volume.writeFile('config/app.conf', 'x=1\n');
      return [
        { path: '/cache', volume },
        { path: '/etc/app.conf', volume, subPath: 'config/app.conf', readOnly: true },
        { path: '/ro', volume, readOnly: true },
      ];
    });
    const script = container.start([
      'sh',
      '-c',
      'cat /etc/app.conf; echo y > /cache/y; cat /ro/y; echo z > /ro/z; echo $?; echo w >> /etc/app.conf',
    ]);
    container.timers.run(10);
    expect(script.stdout).toBe('x=1\ny\n1\n');
    expect(script.stderr).toBe(
      "sh: can't create /ro/z: Read-only file system\nsh: can't create /etc/app.conf: Read-only file system\n",
    );
  });

  test('a read-only root is not written to, a volume in it is', () => {
    const container = new TestContainer((kernel) => [{ path: '/tmp', volume: kernel.createVolume() }], true);
    const script = container.start(['sh', '-c', 'touch /x; echo ok > /tmp/x; cat /tmp/x']);
    container.timers.run(10);
    expect(script).toMatchObject({ stdout: 'ok\n', stderr: 'touch: /x: Read-only file system\n' });
  });

  test('a user who is not root is held to permissions', () => {
    const container = new TestContainer();
    container.space.files.writeFile('/secret', 's', { mode: 0o600 });
    const user = { uid: 1000, gid: 1000 };
    const script = container.start(
      ['sh', '-c', 'id -u; cat /secret; echo > /x; echo t > /tmp/x; stat -c %u:%a /tmp/x'],
      { user },
    );
    container.timers.run(10);
    expect(script.stdout).toBe('1000\n1000:644\n');
    expect(script.stderr).toBe(
      "cat: can't open '/secret': Permission denied\nsh: can't create /x: Permission denied\n",
    );
  });

  test.each([
    ['cat /proc/self/comm', 'cat\n'],
    ['tr "\\0" " " < /proc/1/cmdline | cut -c1-5', 'sh -c\n'],
    ['grep -c PPid /proc/$$/status', '1\n'],
    ['cut -d" " -f2 /proc/mounts | head -3', '/\n/proc\n/dev\n'],
    ['ls /proc/1/root/etc | head -1', 'group\n'],
    ['echo x > /dev/null; head -c 2 /dev/zero | wc -c', '2\n'],
    ['echo e > /dev/stderr', ''],
    ['tr "\\0" "\\n" < /proc/self/environ | grep ^PATH', 'PATH=/bin\n'],
    ['ps -o args; true', 'COMMAND\nsh -c ps -o args; true\n{ps} sh -c ps -o args; true\n'],
    ['/bin/ps -o args; true', 'COMMAND\nsh -c /bin/ps -o args; true\n/bin/ps -o args\n'],
  ])('%s', (script, output) => {
    const container = new TestContainer();
    const run = container.start(['sh', '-c', script]);
    container.timers.run(100);
    expect(run.stdout).toBe(output);
  });

  test('what starts a process may use up numbers', () => {
    const container = new TestContainer();
    const run = container.start(['sh', '-c', 'sleep 1 & sleep 1 & echo $$ $!'], { starterThreads: 8 });
    container.timers.run(100);
    expect(run.stdout).toBe('1 11\n');
  });
});
