import type { RespReply } from './resp.ts';

/** An answer as it goes into a pipe: nothing but the values, an empty line for none. */
export function plain(reply: RespReply): string {
  if ('ok' in reply) return reply.ok;
  if ('error' in reply) return `${reply.error}\n`;
  if ('integer' in reply) return String(reply.integer);
  return 'list' in reply ? reply.list.map(plain).join('\n') : (reply.text ?? '');
}

/** An answer as a person reads it: strings in quotes, lists with numbers. @param indent what stands before later lines */
export function forPerson(reply: RespReply, indent = ''): string {
  if ('ok' in reply) return reply.ok;
  if ('error' in reply) return `(error) ${reply.error}`;
  if ('integer' in reply) return `(integer) ${reply.integer}`;
  if ('text' in reply) return reply.text === undefined ? '(nil)' : quoted(reply.text);
  if (reply.list.length === 0) return '(empty array)';
  const width = String(reply.list.length).length;
  const deeper = indent + ' '.repeat(width + 2);
  return reply.list
    .map(
      (item, index) => `${index === 0 ? '' : indent}${String(index + 1).padStart(width)}) ${forPerson(item, deeper)}`,
    )
    .join('\n');
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Bytes that are not ASCII are shown in hexadecimal. */
function quoted(text: string): string {
  const inside = text.replace(/[^ !#-[\]-~]/g, (letter) => {
    return escapes[letter] ?? `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return `"${inside}"`;
}

/** The words of a line, with quotes as redis-cli takes them; undefined when a quote does not end. */
export function wordsOf(line: string): string[] | undefined {
  const words: string[] = [];
  let rest = line.trim();
  while (rest !== '') {
    const match = /^(?:"((?:\\.|[^"\\])*)"|'((?:\\'|[^'])*)'|([^\s"']+))(?=\s|$)/s.exec(rest);
    if (!match) return undefined;
    const [whole, double, single, bare] = match;
    const named: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
    words.push(
      bare ??
        single?.replaceAll("\\'", "'") ??
        (double ?? '').replace(/\\(.)/gs, (_, letter: string) => named[letter] ?? letter),
    );
    rest = rest.slice(whole.length).trimStart();
  }
  return words;
}
