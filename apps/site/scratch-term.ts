import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { serveBuilt } from './tools/serve-built.ts';
import { runCommand, startLab, terminalInput } from './bench/lab-in-page.ts';
void (async () => {
  const server = await serveBuilt(join(__dirname, 'build'));
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  page.setDefaultTimeout(20000);
  page.on('pageerror', (e) => console.log('PAGEERR', e.message)); page.on('console', (m) => { if (m.type() === 'error') console.log('CONSOLE', m.text()); });
  await page.goto(`${server.url}labs/replaced-not-restarted/`); await page.waitForSelector('html[data-has-hydrated=true]');
  await startLab(page); await page.waitForTimeout(2500);
  for (const l of ['kubectl get pods -o name | xargs kubectl get', 'kubectl get pods -o name | xargs -n1 kubectl get -o name', 'time kubectl get pods -o name', 'timeout 2 kubectl get pods -w', 'sh -c "kubectl get pods -o name"', 'echo "kubectl get pods -o name" > x.sh; sh x.sh', 'chmod +x x.sh; ./x.sh', 'which kubectl', 'command -v kubectl', 'env kubectl version', 'nohup kubectl version', '(kubectl get pods -o name) | wc -l', 'find . -name x.sh -exec kubectl version \\;', 'type kubectl']) console.log('>>>', (await runCommand(page, l)).replace(/\n+/g, ' | ').slice(0, 300));
  await terminalInput(page).focus(); await page.keyboard.type('yes'); await page.keyboard.press('Enter'); await page.waitForTimeout(1500); const t = Date.now(); await page.keyboard.press('Control+c');
  for (let i = 0; i < 10; i++) { console.log(Date.now() - t, await page.evaluate(() => [document.querySelector('[role=log]:not([hidden] *)')?.getAttribute('aria-busy'), document.querySelectorAll('[role=log] *').length, document.activeElement?.getAttribute('aria-label'), document.querySelector('[role=log] li:last-child')?.textContent?.slice(-20)])); await page.waitForTimeout(1500); }
  await browser.close(); server.close();
})();
