import { expect, it } from 'vitest';
import { completeLine } from './complete-line.ts';

const asked: (readonly string[])[] = [];

const complete = async (line: string) => {
  asked.length = 0;
  const { from, candidates } = await completeLine(line, line.length, {
    names: ['kubectl', 'kill', 'cat', 'check', 'answer'],
    files: ['start.yaml', 'notes/'],
    answers: [{ text: 'a', description: 'It restarts' }, { text: 'b' }],
    kubectl: async (words) => {
      asked.push(words);
      return { candidates: [{ text: 'pods' }], files: words.includes('-f') };
    },
  });
  return [line.slice(0, from), ...candidates.map(({ text }) => text)];
};

it.each([
  ['', ['', 'kubectl', 'kill', 'cat', 'check', 'answer']],
  ['ku', ['', 'kubectl']],
  ['cat ', ['cat ', 'start.yaml', 'notes/']],
  ['cat st', ['cat ', 'start.yaml']],
  ['echo hi | ca', ['echo hi | ', 'cat']],
  ['for i in 1 2; do ki', ['for i in 1 2; do ', 'kill']],
  ['x=1 ki', ['x=1 ', 'kill']],
  ['echo $(ca', ['echo $(', 'cat']],
  ['echo x > no', ['echo x > ', 'notes/']],
  ['answer ', ['answer ', 'a', 'b']],
])('%j goes on with %j', async (line, expected) => {
  expect(await complete(line)).toEqual(expected);
});

it.each([
  ['kubectl get ', ['get', '']],
  ['kubectl -n lab get po', ['-n', 'lab', 'get', 'po']],
  ['cat x && k get pods/', ['get', 'pods/']],
])('asks kubectl about %j', async (line, words) => {
  await complete(line);
  expect(asked).toEqual([words]);
});

it('adds files where kubectl takes some', async () => {
  expect(await complete('kubectl apply -f s')).toEqual(['kubectl apply -f ', 'pods', 'start.yaml']);
});
