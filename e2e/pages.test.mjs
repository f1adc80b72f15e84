// Every page of the console, for everybody: axe finds nothing, light and dark, on a desk and on a small phone; nothing
// scrolls sideways, also with text at twice its size; nothing is complained of. Each page is opened in one of the four
// languages, in turn.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { drawn, pages, pathOf } from './pages.mjs';
import { account } from './people.mjs';
import { browse, demo, violations } from './wardstar.mjs';

const { url } = demo();
const languages = ['zh-CN', 'ko', 'en', 'zh-TW'];
const desk = { width: 1280, height: 900 };
const smallPhone = { width: 320, height: 640 };
const only = (process.env.ONLY ?? '').split(',').filter(Boolean);

let browser;
const cookies = new Map(); // a role signs in once
before(async () => {
  browser = await browse();
});
after(() => browser.close());

async function visit({ role, out }, language) {
  const context = await browser.newContext({ locale: language, reducedMotion: 'reduce', serviceWorkers: 'block', viewport: desk });
  if (!out) {
    if (!cookies.has(role)) cookies.set(role, (await account(role)).cookie);
    await context.addCookies([cookies.get(role)]);
  }
  const tab = await context.newPage();
  tab.setDefaultTimeout(20_000);
  tab.complaints = [];
  tab.on('pageerror', (e) => tab.complaints.push(e.message));
  tab.on('console', (m) => m.type() === 'error' && !/401|404|ERR_FAILED/.test(m.text()) && tab.complaints.push(m.text()));
  return { context, tab };
}

for (const [i, page] of pages.entries()) {
  if (only.length > 0 && !only.includes(page.name)) continue;
  const language = languages[i % languages.length];
  test(`${page.name}, ${language}`, async () => {
    const { context, tab } = await visit(page, language);
    await tab.goto(url + (await pathOf(page, context.request, url)));
    await drawn(tab);
    await page.before?.(tab, language);
    await tab.evaluate(() => {
      for (const details of document.querySelectorAll('#main details')) details.open = true;
    });
    const found = [];
    const look = async (viewport, colorScheme, rules) => {
      await tab.setViewportSize(viewport);
      await tab.emulateMedia({ colorScheme });
      for (const v of await violations(tab, rules)) found.push(`${viewport.width} px, ${colorScheme}: ${v}`);
    };
    const fits = async (what) => {
      const wide = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) found.push(`${what}: ${wide} px too wide`);
    };
    await look(desk, 'light');
    await look(desk, 'dark', ['color-contrast']);
    await look(smallPhone, 'dark');
    await fits('320 px');
    await tab.setViewportSize({ width: 390, height: 844 });
    await tab.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    await fits('text at 200 %');
    assert.deepEqual(found, []);
    assert.deepEqual(tab.complaints, []);
    await context.close();
  });
}
