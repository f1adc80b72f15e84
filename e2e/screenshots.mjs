// Takes a picture of every page in four languages, light and dark, on a phone and on a desk:
//   make screenshots                       all of them, into e2e/screenshots
//   make screenshots ONLY=my-score,ko      those that are all of this
// The name says it all: my-score.ko.dark.phone.png
import { mkdir, rm } from 'node:fs/promises';
import { drawn, pages, pathOf } from './pages.mjs';
import { browse, demo } from './wardstar.mjs';

const folder = new URL('./screenshots/', import.meta.url).pathname;
const devices = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1440, height: 900 } },
};
const only = (process.env.ONLY ?? '').split(',').filter(Boolean);
const wanted = (name) => only.every((word) => name.split('.').includes(word));

const { url, signIns } = demo();
const all = [];
for (const language of ['zh-CN', 'zh-TW', 'ko', 'en']) {
  for (const colorScheme of ['light', 'dark']) {
    for (const device of Object.keys(devices)) {
      for (const page of pages) {
        const name = [page.name, language, colorScheme, device].join('.');
        if (wanted(name)) all.push({ page, language, colorScheme, device, name });
      }
    }
  }
}

await mkdir(folder, { recursive: true });
const browser = await browse();
const cookies = new Map(); // a role signs in once
let taken = 0;
for (const { page, language, colorScheme, device, name } of all) {
  const context = await browser.newContext({ ...devices[device], colorScheme, locale: language, reducedMotion: 'reduce', serviceWorkers: 'block' });
  if (!page.out) await signIn(context, page.role);
  const tab = await context.newPage();
  await tab.goto(url + (await pathOf(page, context.request, url)));
  await drawn(tab);
  await page.before?.(tab, language);
  if (!page.bare) await showAll(tab);
  await tab.screenshot({ path: `${folder}${name}.png` });
  await context.close();
  process.stdout.write(`\r${++taken} of ${all.length}  ${name.padEnd(48)}`);
}
await browser.close();
console.log(`\n${taken} pictures in e2e/screenshots`);
if (taken === 0) await rm(folder, { recursive: true });

// showAll makes the window as high as the page, so that what sticks to its edge stays there.
async function showAll(tab) {
  const { width, height } = tab.viewportSize();
  const full = await tab.evaluate(() => document.documentElement.scrollHeight);
  await tab.setViewportSize({ width, height: Math.min(Math.max(height, full), 8000) });
}

async function signIn(context, role) {
  if (!cookies.has(role)) {
    const answer = await context.request.post(`${url}/api/v1/session`, { data: signIns[role] });
    if (!answer.ok()) throw new Error(`sign in as ${role}: ${answer.status()}`);
    cookies.set(role, await context.cookies());
  }
  await context.addCookies(cookies.get(role));
}
