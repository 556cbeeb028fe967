import { describe, expect, it } from 'vitest';
import { LabFileError } from '../faults.ts';
import { folderSource } from '../testing/folder-source.ts';
import { memorySource, smallLab } from '../testing/memory-source.ts';
import { loadLab, loadProvenLab } from './load-lab.ts';

async function faultsOf(files: Readonly<Record<string, string>>, id = 'small'): Promise<string[]> {
  try {
    await loadProvenLab(memorySource(id, files), id);
    return [];
  } catch (error) {
    if (error instanceof LabFileError) return error.message.split('\n');
    throw error;
  }
}

/** The small lab with `from` replaced by `to` in one file. */
function broken(from: string, to: string, file = 'lab.yaml'): Record<string, string> {
  const text = smallLab[file] ?? '';
  if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
  return { ...smallLab, [file]: text.replace(from, to) };
}

const lab = 'labs/small/lab.yaml';

describe('loading a lab', () => {
  it('gives it with its manifests, texts and attempts, frozen', async () => {
    const loaded = await loadProvenLab(memorySource('small', smallLab), 'small');
    expect(loaded.start.manifests[0]?.objects[0]?.kind).toBe('Pod');
    expect(loaded.solutions.map((attempt) => attempt.id)).toEqual(['one', 'two']);
    expect(loaded.mistakes[2]).toMatchObject({ id: 'five', caughtBy: 'nodes-open' });
    expect(loaded.watch).toEqual(['Pod', 'ReplicaSet', 'Deployment', 'Node']);
    expect(Object.isFrozen(loaded.steps[0]?.checks[0]?.fate)).toBe(true);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'an unknown field with a near name',
      broken('        fate: {of:', '        histroy: {}\n        fate: {of:'),
      [`${lab}:27:9: \`histroy\` is not a field of a check. Did you mean \`history\`?`],
    ],
    [
      'an unknown field without a near name',
      broken('{name: web}, counts', '{zone: web}, counts'),
      [`${lab}:27:21: \`zone\` is not a field of a selection of Pods. Its fields are \`name\`, \`labels\`.`],
    ],
    ['a missing field', broken('title: Small\n', ''), [`${lab}:1:1: \`title\` is missing from a lab.`]],
    [
      'a wrong type',
      broken('version: 1', 'version: one'),
      [`${lab}:2:10: \`version\` must be a number, but is the text \`one\`.`],
    ],
    [
      'an unknown fate',
      broken('counts: {untouched: 1}', 'counts: {replcaed: 1}'),
      [`${lab}:27:42: \`replcaed\` is not a field of \`counts\`. Did you mean \`replaced\`?`],
    ],
    [
      'a value that is none of the choices',
      broken('{kind: Pod, name: web}', '{kind: Pod, name: web, quantity: most}'),
      [
        `${lab}:11:40: \`quantity\` must be \`all\`, \`any\`, \`none\` or a map with \`exactly\`, but is the text \`most\`.`,
      ],
    ],
    [
      'a kind that cannot be watched',
      broken('{kind: Pod, name: web}', '{kind: Pood, name: web}'),
      [`${lab}:11:14: \`Pood\` is not a kind that labs can watch. Did you mean \`Pod\`?`],
    ],
    [
      'a name that is not that of the folder',
      broken('id: small', 'id: smaller'),
      [`${lab}:1:5: \`id\` must be the name of the folder, \`small\`, but is \`smaller\`.`],
    ],
    [
      'an id of another shape',
      broken('id: first', 'id: First Step'),
      [
        `${lab}:19:9: \`id\` must be lower-case words joined by dashes, such as \`one-replaced\`, but is the text \`First Step\`.`,
      ],
    ],
    [
      'a check without a kind',
      broken('        fate: {of: {name: web}, counts: {untouched: 1}}\n', ''),
      [
        `${lab}:23:9: The check \`untouched\` must have exactly one of \`object\`, \`history\`, \`fate\`, \`exec\`, \`logs\`, \`answer\`, but has none.`,
      ],
    ],
    [
      'a check with two kinds',
      broken('        fate: {of:', '        object: {kind: Pod}\n        fate: {of:'),
      [
        `${lab}:23:9: The check \`untouched\` must have exactly one of \`object\`, \`history\`, \`fate\`, \`exec\`, \`logs\`, \`answer\`, but has \`object\` and \`fate\`.`,
      ],
    ],
    [
      'an id that is there twice',
      broken('id: question', 'id: untouched'),
      [`${lab}:30:13: There is another check or guard \`untouched\`; ids must differ.`],
    ],
    [
      'a mistake that names no check',
      broken('{attempt: four, caughtBy: untouched}', '{attempt: four, caughtBy: untuoched}'),
      [`${lab}:43:31: \`untuoched\` is not a check or guard of this lab. Did you mean \`untouched\`?`],
    ],
    [
      'an attempt that is not there',
      broken('solutions: [one, two]', 'solutions: [one, tow]'),
      [
        `${lab}:40:18: There is no file \`attempts/tow.yaml\`. Did you mean \`two\`?`,
        'labs/small/attempts/two.yaml: No proof plays this attempt: name it in `solutions` or `mistakes` of lab.yaml, or remove it.',
      ],
    ],
    [
      'too few mistakes',
      broken('  - {attempt: five, caughtBy: nodes-open}\n', ''),
      [`${lab}:42:3: \`mistakes\` must hold at least 3, but holds 2.`],
    ],
    [
      'an expression that does not parse',
      broken("'!has(spec.unschedulable)'", "'!has(spec.unschedulable'"),
      [`${lab}:17:57: \`holds\` is not a valid CEL expression: Expected RPAREN, got EOF.`],
    ],
    [
      'an expression about something unknown',
      broken('when: fates.replaced.size() > 0,', 'when: fate.replaced.size() > 0,'),
      [
        `${lab}:29:20: \`when\` is not a valid CEL expression: Unknown variable: fate. It may speak of \`objects\`, \`starts\`, \`fates\`, \`all\`, \`newcomers\`, \`facts\`, \`output\`, \`given\`.`,
      ],
    ],
    [
      'an expression of another type',
      broken("'!has(spec.unschedulable)'", "'string(spec.unschedulable)'"),
      [`${lab}:17:34: \`holds\` is not a valid CEL expression: gives string, but must give bool.`],
    ],
    [
      'an unknown variable in a text',
      broken('${replaced}', '${repalced}'),
      [`${lab}:29:70: \`\${repalced}\` is not a variable of this text. Did you mean \`replaced\`?`],
    ],
    [
      'a manifest that is not there',
      broken('manifests: [start.yaml]', 'manifests: [strat.yaml]'),
      [`${lab}:9:15: There is no file \`strat.yaml\` in the folder. Did you mean \`start.yaml\`?`],
    ],
    [
      'a manifest that is no object',
      { ...smallLab, 'start.yaml': 'hello: world\n' },
      [
        'labs/small/start.yaml:1:1: This is not a Kubernetes object: `apiVersion`, `kind`, `metadata.name` must be a text.',
      ],
    ],
    [
      'a manifest with a key twice',
      broken('kind: Pod\n', 'kind: Pod\nkind: Pod\n', 'start.yaml'),
      ['labs/small/start.yaml:3:1: This key is there twice; a map may hold a key only once.'],
    ],
    [
      'an image that is not listed',
      broken('busybox:1.37', 'nginx:1.29', 'start.yaml'),
      [
        `${lab}:7:9: \`images\` must list every image, but \`nginx:1.29\` of start.yaml is not there. It lists \`busybox:1.37\`.`,
      ],
    ],
    [
      'a key twice',
      broken('version: 1\n', 'version: 1\nversion: 2\n'),
      [`${lab}:3:1: This key is there twice; a map may hold a key only once.`],
    ],
    [
      'a tab',
      broken('  manifests:', '\tmanifests:'),
      [
        `${lab}:9:1: Tabs must not be used to indent YAML; use spaces.`,
        `${lab}:10:1: This is not valid YAML: All mapping items must start at the same column.`,
      ],
    ],
    [
      'an attempt with a name that nothing bound',
      broken('delete pod web', 'delete pod ${victim}', 'attempts/one.yaml'),
      [
        'labs/small/attempts/one.yaml:3:25: `${victim}` is not bound by an earlier step. Bound before this step are `namespace`.',
      ],
    ],
    [
      'an attempt whose step does two things',
      broken(
        '  - kubectl: delete pod web\n',
        '  - {kubectl: delete pod web, waitFor: {seconds: 1}}\n',
        'attempts/one.yaml',
      ),
      [
        'labs/small/attempts/one.yaml:3:5: A step of an attempt must have exactly one of `kubectl`, `request`, `let`, `answer`, `waitFor`.',
      ],
    ],
    [
      'an attempt that gives no choice of the question',
      broken('kubectl: delete pod web', 'answer: {check: question, give: thus}', 'attempts/one.yaml'),
      ['labs/small/attempts/one.yaml:3:37: `thus` is not a choice of `question`. Did you mean `this`?'],
    ],
    [
      'an attempt that applies a file that is not there',
      broken('delete pod web', 'apply -f stat.yaml', 'attempts/one.yaml'),
      ['labs/small/attempts/one.yaml:3:14: `stat.yaml` is not a file of this lab. Did you mean `start.yaml`?'],
    ],
    ['an empty file', { ...smallLab, 'lab.yaml': '' }, ['labs/small/lab.yaml: The file is empty.']],
  ])('says %s, and where', async (_, files, expected) => {
    expect(await faultsOf(files)).toEqual(expected);
  });

  it('says everything that is wrong at once', async () => {
    const text = (smallLab['lab.yaml'] ?? '').replace('version: 1', 'version: one').replace('nodes: 1', 'nodes: 0');
    expect(await faultsOf({ ...smallLab, 'lab.yaml': text })).toHaveLength(2);
  });

  it('refuses a lab named like a command', async () => {
    const text = (smallLab['lab.yaml'] ?? '').replace('id: small', 'id: check');
    expect(await faultsOf({ ...smallLab, 'lab.yaml': text }, 'check')).toEqual([
      'labs/check/lab.yaml:1:5: A lab must not be named `check`: `lab check` is a command.',
    ]);
  });

  it('to play it, does not look at its attempts', async () => {
    const files = { ...smallLab, 'attempts/one.yaml': 'no attempt' };
    const loaded = await loadLab(memorySource('small', files), 'small');
    expect(loaded).not.toHaveProperty('solutions');
    expect(Object.isFrozen(loaded.steps[0]?.checks[0]?.fate)).toBe(true);
    expect(await faultsOf(files)).not.toEqual([]);
  });

  it('names the labs that are there when one is not', async () => {
    await expect(loadLab(memorySource('small', smallLab), 'smal')).rejects.toThrow(
      'labs/smal/lab.yaml: There is no such file, so there is no lab `smal`. Did you mean `small`?',
    );
  });

  it('reads manifests as kubectl does: YAML 1.1, but dates and 1:30 stay texts', async () => {
    const manifest = `${smallLab['start.yaml']}data: {a: yes, b: 010, c: 2026-01-01, d: 1:30}\n`;
    const loaded = await loadLab(memorySource('small', { ...smallLab, 'start.yaml': manifest }), 'small');
    expect(loaded.start.manifests[0]?.objects[0]?.['data']).toEqual({ a: true, b: 8, c: '2026-01-01', d: '1:30' });
  });

  it('loads every lab of this repository', async () => {
    const source = folderSource(new URL('../../../../labs', import.meta.url).pathname);
    const ids = await source.listLabs();
    expect(ids).toContain('replaced-not-restarted');
    for (const id of ids) await expect(loadProvenLab(source, id)).resolves.toMatchObject({ id });
  });
});
