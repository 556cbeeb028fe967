/** Whether a shell would ask for more: an open quote, a here-document without its end, a backslash at the end. */
export function needsMore(text: string): boolean {
  return endsInBackslash(text) || hasOpenQuote(text) || hasOpenHereDocument(text);
}

function endsInBackslash(text: string): boolean {
  const [backslashes = ''] = /\\*$/.exec(text) ?? [];
  return backslashes.length % 2 === 1;
}

function hasOpenQuote(text: string): boolean {
  // What stands in a here-document has no quotes of the shell's.
  const command = /<<-?\s*['"]?\w/.test(text) ? (text.split('\n')[0] ?? '') : text;
  let quote = '';
  for (let index = 0; index < command.length; index++) {
    const char = command[index] ?? '';
    if (char === '\\' && quote !== "'") index++;
    else if (quote === '' && (char === "'" || char === '"')) quote = char;
    else if (char === quote) quote = '';
  }
  return quote !== '';
}

function hasOpenHereDocument(text: string): boolean {
  const [first = '', ...rest] = text.split('\n');
  const words = [...first.matchAll(/<<-?\s*(['"]?)(\w+)\1/g)].map((match) => match[2] ?? '');
  return words.some((word) => !rest.some((line) => line.replace(/^\t+/, '') === word));
}

/** Whether a command reads what is typed while it runs. */
export function readsInput(command: string): boolean {
  const words = command.trim().split(/\s+/);
  const options = words.slice(0, words.includes('--') ? words.indexOf('--') : undefined);
  const talks = words.some((word) => word === 'exec' || word === 'run' || word === 'attach' || word === 'debug');
  if (talks && options.some((word) => /^-\w*i\w*$/.test(word) || word === '--stdin' || word === '--stdin=true'))
    return true;
  if (/\s-f\s*-(\s|$)/.test(command) && !/[|<]/.test(command)) return true;
  return /^(cat|sh|ash|read|wc|sort|grep \S+)$/.test(command.trim());
}
