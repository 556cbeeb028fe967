import { chromium } from 'playwright-core';
import { chromiumPath } from '../determinism/chromium.ts';
import { serveStart } from './start/serve-start.ts';
import { readFileSync, writeFileSync } from 'node:fs';
const harness = await serveStart();
const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-gpu'] });
await browser.startTracing(undefined, {
  path: '/tmp/trace.json',
  categories: [
    'devtools.timeline',
    'v8',
    'toplevel',
    'disabled-by-default-v8.cpu_profiler',
    'disabled-by-default-v8.compile',
    'loading',
    'blink.user_timing',
    'v8.execute',
    'disabled-by-default-v8.gc',
    '__metadata',
  ],
});
const page = await browser.newPage();
const reqs: [number, string][] = [];
const t0 = Date.now();
page.on('request', (r) => reqs.push([Date.now() - t0, r.url().replace(/.*\//, '')]));
await page.goto(harness.url);
await page.waitForFunction(() => (globalThis as any).beginLab !== undefined);
console.log(await page.evaluate(() => (globalThis as any).beginLab()));
console.log(
  await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map((e: any) => [e.name.replace(/.*\//, ''), Math.round(e.startTime), Math.round(e.duration)].join(' '))
      .join('\n'),
  ),
);
await browser.stopTracing();
await browser.close();
harness.close();
console.log(reqs.map((r) => r.join(' ')).join('\n'));
const ev = JSON.parse(readFileSync('/tmp/trace.json', 'utf8')).traceEvents as any[];
const names = new Map<string, string>();
for (const e of ev) if (e.name === 'thread_name') names.set(e.pid + ':' + e.tid, e.args.name);
const sums = new Map<string, Map<string, { n: number; t: number }>>();
for (const e of ev)
  if (e.ph === 'X') {
    const th = names.get(e.pid + ':' + e.tid) ?? '?';
    const m = sums.get(th) ?? new Map();
    sums.set(th, m);
    const x = m.get(e.name) ?? { n: 0, t: 0 };
    x.n++;
    x.t += (e.tdur ?? 0) / 1000;
    m.set(e.name, x);
  }
for (const th of ['DedicatedWorker thread', 'CrRendererMain']) {
  console.log('==', th);
  for (const [n, x] of [...(sums.get(th) ?? [])].sort((a, b) => b[1].t - a[1].t).slice(0, 14))
    console.log(x.t.toFixed(1) + ' ms', x.n, n);
}

const prof = new Map<string, { nodes: any[]; samples: number[]; deltas: number[] }>();
for (const e of ev)
  if (e.name === 'ProfileChunk' || e.name === 'Profile') {
    const id = e.pid + ':' + e.id;
    const p = prof.get(id) ?? { nodes: [], samples: [], deltas: [] };
    prof.set(id, p);
    const d = e.args.data;
    if (d.cpuProfile) {
      p.nodes.push(...(d.cpuProfile.nodes ?? []));
      p.samples.push(...(d.cpuProfile.samples ?? []));
    }
    p.deltas.push(...(d.timeDeltas ?? []));
  }
for (const [id, p] of prof) {
  const byId = new Map(p.nodes.map((n) => [n.id, n]));
  if (!p.nodes.some((n) => String(n.callFrame.url).includes('/worker/'))) continue;
  const self = new Map<string, number>(),
    incl = new Map<string, number>();
  const nm = (n: any) =>
    `${n.callFrame.functionName || '(anon)'} ${String(n.callFrame.url ?? '').replace(/.*\//, '')}:${n.callFrame.lineNumber}`;
  p.samples.forEach((s, i) => {
    let n = byId.get(s);
    const d = (p.deltas[i] ?? 0) / 1000;
    self.set(nm(n), (self.get(nm(n)) ?? 0) + d);
    const seen = new Set();
    while (n) {
      const k = nm(n);
      if (!seen.has(k)) {
        seen.add(k);
        incl.set(k, (incl.get(k) ?? 0) + d);
      }
      n = byId.get(n.parent);
    }
  });
  console.log('== SELF');
  for (const [k, v] of [...self].sort((a, b) => b[1] - a[1]).slice(0, 30)) console.log(v.toFixed(1), k);
  console.log('== INCL');
  for (const [k, v] of [...incl].sort((a, b) => b[1] - a[1]).slice(0, 90)) console.log(v.toFixed(1), k);
}
