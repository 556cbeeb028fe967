import type { Terminal } from '../terminal/terminal.ts';
import { applet } from './applet.ts';

/** Keys as a new terminal has them. */
const keys = `intr = ^C; quit = ^\\; erase = ^?; kill = ^U; eof = ^D; eol = <undef>;
eol2 = <undef>; swtch = <undef>; start = ^Q; stop = ^S; susp = ^Z; rprnt = ^R;
werase = ^W; lnext = ^V; flush = ^O; min = 1; time = 0;
`;

/** Settings that programs change, off or on; the others are as a new terminal has them. */
function settings({ raw, silent }: Terminal): string {
  const on = (name: string, isOn: boolean) => `${isOn ? '' : '-'}${name}`;
  const echo = on('echo', !silent);
  return `-parenb -parodd -cmspar cs8 -hupcl -cstopb cread -clocal -crtscts
-ignbrk -brkint -ignpar -parmrk -inpck -istrip -inlcr -igncr ${on('icrnl', !raw)} ${on('ixon', !raw)} -ixoff
-iuclc -ixany -imaxbel -iutf8
${on('opost', !raw)} -olcuc -ocrnl onlcr -onocr -onlret -ofill -ofdel nl0 cr0 tab0 bs0 vt0 ff0
${on('isig', !raw)} ${on('icanon', !raw)} iexten ${echo} echoe echok -echonl -noflsh -xcase -tostop -echoprt
echoctl echoke -flusho -extproc
`;
}

/** The size and the mode of the terminal: `size`, `-a`, `sane`, `raw`, `-echo` and their kind. */
export const stty = applet('stty', function* (context, args) {
  const wrong = args.find((argument) => argument !== '-a' && argument !== '-g' && /^-[^A-Za-z]|^-$/.test(argument));
  if (wrong !== undefined) {
    yield* context.complain(`stty: invalid argument '${wrong}'`);
    return 1;
  }
  const { terminal } = context;
  if (!terminal || !context.isTerminal(0)) {
    yield* context.complain('stty: standard input: Inappropriate ioctl for device');
    return 1;
  }
  const { columns, rows } = terminal.size;
  if (args[0] === 'size') yield* context.write(1, `${rows} ${columns}\n`);
  else if (args.length === 0) {
    const echo = terminal.silent ? '-echo\n' : '';
    yield* context.write(1, `speed 38400 baud; line = 0;\n${keys}-brkint -imaxbel\n${echo}`);
  } else if (args[0] === '-a') {
    const start = `speed 38400 baud; rows ${rows}; columns ${columns}; line = 0;\n`;
    yield* context.write(1, start + keys + settings(terminal));
  } else {
    for (const [index, word] of args.entries()) {
      if (word === 'raw') terminal.raw = true;
      if (word === 'sane' || word === '-raw' || word === 'cooked') terminal.raw = false;
      if (word === '-echo') terminal.silent = true;
      if (word === 'echo' || word === 'sane') terminal.silent = false;
      if (word === 'cols' || word === 'columns') terminal.resize({ rows, columns: Number(args[index + 1]) });
      if (word === 'rows') terminal.resize({ columns, rows: Number(args[index + 1]) });
    }
  }
  return 0;
});
