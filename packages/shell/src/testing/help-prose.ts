/**
 * Busybox's help without its prose, which is not reproduced: the banner and the usage lines stay. The prose ends before
 * the next message.
 */
export function withoutProse(text: string): string {
  let isHelp = false;
  let isProse = false;
  return text
    .split(/(?<=\n)/)
    .filter((line) => {
      if (line.startsWith('Usage: ')) isHelp = true;
      else if (/^BusyBox v|^[a-z[][\w.[-]*: /.test(line) && !line.startsWith('or: ')) isHelp = isProse = false;
      else if (isHelp && !/^(or:? |\t\[)/.test(line)) isProse = true;
      return !isProse;
    })
    .join('');
}
