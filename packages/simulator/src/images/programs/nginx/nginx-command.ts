/** What the command line of nginx asks for. */
export interface NginxCommand {
  readonly asks: 'run' | 'version' | 'help' | 'test' | 'dump' | 'signal';
  readonly isQuiet: boolean;
  readonly file: string;
  /** Directives of `-g`, which come before those of the file. */
  readonly directives: string;
  /** The signal of `-s`, as processes are sent it. */
  readonly signal: 'TERM' | 'QUIT' | 'USR1' | 'HUP' | undefined;
}

const signals = { stop: 'TERM', quit: 'QUIT', reopen: 'USR1', reload: 'HUP' } as const;
const missing: Readonly<Record<string, string>> = {
  c: 'requires file name',
  e: 'requires file name',
  p: 'requires directory name',
  g: 'requires parameter',
  s: 'requires parameter',
};

/** Takes the command line apart, as nginx's `ngx_get_options` does. @returns what is wrong with it */
export function parseNginxCommand(args: readonly string[]): NginxCommand | string {
  const found: { -readonly [Key in keyof NginxCommand]: NginxCommand[Key] } = {
    asks: 'run',
    isQuiet: false,
    file: '/etc/nginx/nginx.conf',
    directives: '',
    signal: undefined,
  };
  const waiting = [...args];
  for (let argument = waiting.shift(); argument !== undefined; argument = waiting.shift()) {
    if (!argument.startsWith('-')) return `invalid option: "${argument}"`;
    for (let at = 1; at < argument.length; at += 1) {
      const letter = argument[at] ?? '';
      if (letter === 'v' || letter === 'V') found.asks = 'version';
      else if (letter === '?' || letter === 'h') found.asks = 'help';
      else if (letter === 't') found.asks = 'test';
      else if (letter === 'T') found.asks = 'dump';
      else if (letter === 'q') found.isQuiet = true;
      else if (missing[letter] === undefined) return `invalid option: "${letter}"`;
      else {
        const value = argument.slice(at + 1) || waiting.shift();
        if (value === undefined) return `option "-${letter}" ${missing[letter]}`;
        if (letter === 'c') found.file = value.startsWith('/') ? value : `/etc/nginx/${value}`;
        if (letter === 'g') found.directives = value;
        if (letter === 's') {
          found.signal = signals[value as keyof typeof signals];
          if (found.signal === undefined) return `invalid option: "-s ${value}"`;
          found.asks = 'signal';
        }
        break;
      }
    }
  }
  return found;
}
