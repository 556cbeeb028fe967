import { expect, it } from 'vitest';
import { isTableHeader, parseTables } from './tables.ts';

const pods = `NAME                   READY   STATUS    RESTARTS      AGE   NOMINATED NODE
web-689848bd4-28vtc    1/1     Running   1 (5s ago)    2m    <none>
web-689848bd4-hf5r2    0/1     Error     0             2m    <none>
`;

it('reads columns where their headings stand, spaces in headings and cells included', () => {
  expect(parseTables(pods)).toEqual([
    {
      columns: ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE', 'NOMINATED NODE'],
      rows: [
        ['web-689848bd4-28vtc', '1/1', 'Running', '1 (5s ago)', '2m', '<none>'],
        ['web-689848bd4-hf5r2', '0/1', 'Error', '0', '2m', '<none>'],
      ],
    },
  ]);
});

it('reads several tables, one below the other, and empty cells', () => {
  const text = 'NAME    KEYS\npod/a   1\n\nNAME        TYPE   EXTRA\nservice/b   \n';
  expect(parseTables(text)?.map(({ rows }) => rows)).toEqual([[['pod/a', '1']], [['service/b', '', '']]]);
});

it.each<[string, string]>([
  ['prose', 'pod "web" deleted'],
  ['a header without rows', 'NAME   READY'],
  ['YAML', 'apiVersion: v1\nkind: Pod'],
  ['rows that do not stand under the header', 'NAME   READY\nweb-689848bd4-28vtc   1/1'],
  ['a log in capitals', 'INFO STARTED\nINFO READY'],
])('takes %s for no table', (_, text) => {
  expect(parseTables(text)).toBeUndefined();
});

it.each<[string, boolean]>([
  ['NAME   READY   STATUS', true],
  ['LAST SEEN   TYPE   REASON', true],
  ['CURRENT   NAME                 CLUSTER', true],
  ['UID', true],
  ['Name:   web', false],
  ['OOM KILLED', false],
])('%j is a header: %s', (line, is) => {
  expect(isTableHeader(line)).toBe(is);
});
