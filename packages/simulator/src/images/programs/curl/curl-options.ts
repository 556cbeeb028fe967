/** What curl was asked to do. */
export interface CurlOptions {
  readonly urls: readonly string[];
  readonly has: (letter: string) => boolean;
  readonly values: (letter: string) => readonly string[];
  /** All that make up the body, in their order, with the letters of their options. */
  readonly data: readonly (readonly [letter: string, value: string])[];
}

/** Options by their long names; a letter that is not curl's own is one of ours. */
const longNames: Readonly<Record<string, string>> = {
  silent: 's',
  'show-error': 'S',
  fail: 'f',
  'fail-with-body': 'W',
  output: 'o',
  'remote-name': 'O',
  include: 'i',
  'show-headers': 'i',
  head: 'I',
  verbose: 'v',
  location: 'L',
  request: 'X',
  data: 'd',
  'data-ascii': 'd',
  'data-raw': 'D',
  'data-binary': 'B',
  'data-urlencode': 'E',
  json: 'J',
  get: 'G',
  'upload-file': 'T',
  header: 'H',
  user: 'u',
  cookie: 'b',
  referer: 'e',
  'write-out': 'w',
  'max-time': 'm',
  'user-agent': 'A',
  insecure: 'k',
  'connect-timeout': 'C',
  retry: 'r',
  'retry-delay': 'y',
  'retry-max-time': 'M',
  'retry-connrefused': 'R',
  'retry-all-errors': 'a',
  url: 'U',
  version: 'V',
  cacert: '1',
  capath: '2',
  'http1.1': '3',
  'http1.0': '0',
  http2: '%',
  resolve: '5',
  'oauth2-bearer': '7',
  'tlsv1.2': '%',
  'tlsv1.3': '%',
  compressed: '%',
  'no-progress-meter': '%',
  'no-buffer': 'N',
  'progress-bar': '#',
};
/** Those that may be given by their letter. */
const letters = 'sSfoOiIvLXdGTHubewmAkVN#';
const valued = 'oXdDBEJTHubewmACryMU1257';
const numeric = 'mCryM';

/** Takes the command line apart, as curl's parameter parser does. @returns what is wrong with it */
export function readOptions(args: readonly string[]): CurlOptions | string {
  const found = new Map<string, string[]>();
  const urls: string[] = [];
  const data: [string, string][] = [];
  const waiting = [...args];
  const add = (name: string, letter: string, attached: string): string | undefined => {
    const value = !valued.includes(letter) ? undefined : attached === '' ? waiting.shift() : attached;
    if (valued.includes(letter) && value === undefined) return `option ${name}: requires parameter`;
    if (numeric.includes(letter) && !/^\d+(\.\d+)?$/.test(value ?? ''))
      return `option ${name}: expected a proper numerical parameter`;
    if (letter === 'U') urls.push(value ?? '');
    else if ('dDBEJ'.includes(letter)) data.push([letter, value ?? '']);
    found.set(letter, [...(found.get(letter) ?? []), ...(value === undefined ? [] : [value])]);
    return undefined;
  };
  for (let argument = waiting.shift(); argument !== undefined; argument = waiting.shift()) {
    if (!argument.startsWith('-') || argument === '-') {
      urls.push(argument);
      continue;
    }
    if (argument.startsWith('--')) {
      const letter = longNames[argument.slice(2)];
      const fault = letter === undefined ? `option ${argument}: is unknown` : add(argument, letter, '');
      if (fault !== undefined) return fault;
      continue;
    }
    for (let index = 1; index < argument.length; index += 1) {
      const letter = argument[index] ?? '';
      if (!letters.includes(letter)) return `option -${letter}: is unknown`;
      const fault = add(`-${letter}`, letter, argument.slice(index + 1));
      if (fault !== undefined) return fault;
      if (valued.includes(letter)) break;
    }
  }
  return { urls, data, has: (letter) => found.has(letter), values: (letter) => found.get(letter) ?? [] };
}
