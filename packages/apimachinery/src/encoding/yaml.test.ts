import { describe, expect, it } from 'vitest';
import { toYaml } from './yaml.ts';

const startCommand = 'trap "exit 0" TERM; echo started on $(hostname); while true; do sleep 1; done';

describe('toYaml', () => {
  it.each<[unknown, string]>([
    [{ b: 1, a: [] }, 'a: []\nb: 1\n'],
    [{ a: {}, b: null, c: true }, 'a: {}\nb: null\nc: true\n'],
    [{ a: ['x', { c: 1, b: 2 }] }, 'a:\n- x\n- b: 2\n  c: 1\n'],
    [{ a: [['x']] }, 'a:\n- - x\n'],
    [{ a: '' }, 'a: ""\n'],
    [{ a: '1' }, 'a: "1"\n'],
    [{ a: 'True' }, 'a: "True"\n'],
    [{ a: '2026-01-01T00:00:00Z' }, 'a: "2026-01-01T00:00:00Z"\n'],
    [{ a: '10.244.0.73' }, 'a: 10.244.0.73\n'],
    [{ a: '1e3' }, 'a: "1e3"\n'],
    [{ a: 'y' }, 'a: "y"\n'],
    [{ a: '25%' }, 'a: 25%\n'],
    [{ a: '100m' }, 'a: 100m\n'],
    [{ a: '*/5 * * * *' }, "a: '*/5 * * * *'\n"],
    [{ a: 'b: c' }, "a: 'b: c'\n"],
    [{ a: "it's" }, "a: it's\n"],
    [{ a: '- x' }, "a: '- x'\n"],
    [{ a: '-c' }, 'a: -c\n'],
    [{ a: 'one\ntwo\n' }, 'a: |\n  one\n  two\n'],
    [{ a: 'one\ntwo' }, 'a: |-\n  one\n  two\n'],
    [
      { spec: { template: { spec: { containers: [{ command: [startCommand] }] } } } },
      'spec:\n  template:\n    spec:\n      containers:\n      - command:\n' +
        '        - trap "exit 0" TERM; echo started on $(hostname); while true; do sleep 1;\n          done\n',
    ],
  ])('%j', (value, text) => {
    expect(toYaml(value)).toBe(text);
  });
});
