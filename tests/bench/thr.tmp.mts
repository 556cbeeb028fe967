import { chromium } from 'playwright-core';
import { chromiumPath } from '../determinism/chromium.ts';
const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage();
await page.goto('data:text/html,<p>x');
const cdp = await page.context().newCDPSession(page);
const answers = new Map<number, (v: any) => void>();
let id = 0;
cdp.on('Target.receivedMessageFromTarget' as any, (e: any) => {
  const m = JSON.parse(e.message);
  answers.get(m.id)?.(m);
});
const attached = new Promise<string>((r) =>
  cdp.on('Target.attachedToTarget' as any, (e: any) => {
    console.log(e.targetInfo.type);
    r(e.sessionId);
  }),
);
await cdp.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
const loop = 'const t=performance.now();let x=0;for(let i=0;i<2e8;i++)x+=i%7;const d=performance.now()-t;';
await page.evaluate((loop) => {
  (globalThis as any).w = new Worker(URL.createObjectURL(new Blob([`onmessage=()=>{${loop}postMessage(d)}`])));
}, loop);
const s = await attached;
const send = (method: string, params: object) =>
  new Promise((r) => {
    id++;
    answers.set(id, r);
    cdp.send('Target.sendMessageToTarget' as any, { sessionId: s, message: JSON.stringify({ id, method, params }) });
  });
const run = () =>
  page.evaluate(() => {
    const w = (globalThis as any).w;
    w.postMessage(0);
    return new Promise((r) => (w.onmessage = (e: any) => r(e.data)));
  });
console.log(await run(), await run());
console.log(JSON.stringify(await send('Emulation.setCPUThrottlingRate', { rate: 4 })));
console.log(await run(), await run());
await browser.close();
