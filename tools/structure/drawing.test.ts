import { expect, it } from 'vitest';
import { drawingBegin, drawingEnd, drawPackages, placeDrawing } from './drawing.ts';

const packages = [
  {
    folder: 'apps/cli',
    name: 'cli',
    description: 'The command.',
    isApp: true,
    uses: ['grader', 'apimachinery'],
    entries: [],
  },
  {
    folder: 'packages/grader',
    name: 'grader',
    description: 'Verdicts.',
    isApp: false,
    uses: ['apimachinery'],
    entries: [],
  },
  {
    folder: 'packages/apimachinery',
    name: 'apimachinery',
    description: 'Objects.',
    isApp: false,
    uses: [],
    entries: [],
  },
];

it('draws each arrow once and leaves out those that a longer way already shows', () => {
  const drawing = drawPackages(packages);
  expect(drawing).toContain('  cli --> grader\n  grader --> apimachinery');
  expect(drawing).not.toContain('cli --> apimachinery');
  expect(drawing).toContain('- `packages/grader`: Verdicts. Runs in a browser too. Uses apimachinery.');
});

it('replaces what stands between the marks and nothing else', () => {
  const page = `before\n${drawingBegin}\nold\n${drawingEnd}\nafter`;
  expect(placeDrawing(page, 'new')).toBe(`before\n${drawingBegin}\nnew\n${drawingEnd}\nafter`);
});

it('refuses a page without marks', () => {
  expect(() => placeDrawing('nothing', 'new')).toThrow('must hold the lines');
});
