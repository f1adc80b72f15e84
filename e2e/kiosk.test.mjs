// The tablet at a counter and the forms on paper, in a real browser against the built
// binary.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browse, demo, violations } from './wardstar.mjs';

const { url, signIns } = demo();
const languages = { 'zh-CN': '非常满意', 'zh-TW': '非常滿意', ko: '매우 만족', en: 'Very good' };
const sameOrigin = { 'Sec-Fetch-Site': 'same-origin' };
let browser, admin, quality, place, tablets = 0;

// account signs in as a role, for the API.
async function account(role) {
  const context = await browser.newContext();
  const call = async (method, path, data) => {
    const r = await context.request.fetch(`${url}/api/v1${path}`, { method, data, headers: sameOrigin });
    assert.ok(r.ok(), `${method} ${path}: ${r.status()} ${r.ok() ? '' : await r.text()}`);
    return r.headers()['content-type'].includes('json') ? r.json() : r.body();
  };
  await call('POST', '/session', signIns[role]);
  return Object.assign(call, { context });
}

before(async () => {
  browser = await browse();
  [admin, quality] = [await account('admin'), await account('quality')];
  const departments = await admin('GET', '/departments');
  place = departments.find((d) => departments.every((o) => o.parentId !== d.id)).id; // a small one
});
after(() => browser.close());

// tablet sets up a kiosk and opens it, as soon as it would work without a network.
async function tablet(options = {}) {
  const kiosk = await admin('POST', '/kiosks', { name: `Tablet ${++tablets}`, departmentId: place });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, hasTouch: true, ...options });
  const page = await context.newPage();
  page.complaints = [];
  page.on('pageerror', (e) => page.complaints.push(e.message));
  page.on('console', (m) => m.type() === 'error' && !/ERR_INTERNET_DISCONNECTED|410/.test(m.text()) && // back leads to the link, which is used
    page.complaints.push(m.text()));
  if (options.clock) await page.clock.install();
  await page.goto(`${new URL(kiosk.url).pathname.replace(/^/, url)}?lang=en`);
  await page.locator('button.go').click();
  await page.waitForURL(/\/kiosk$/);
  if (options.javaScriptEnabled !== false) {
    await page.waitForFunction(() => navigator.serviceWorker.controller); // which it becomes when it has the pages; a promise would not be waited for
  }
  const state = async () => (await admin('GET', '/kiosks')).find((k) => k.id === kiosk.id);
  return { context, page, kiosk, state };
}

// votes returns how many answers a kiosk has sent, counted by what waits in the page.
const waiting = (page) => page.evaluate(() => new Promise((resolve) => {
  const open = indexedDB.open('kiosk', 1);
  open.onsuccess = () => {
    const all = open.result.transaction('votes').objectStore('votes').getAll();
    all.onsuccess = () => resolve(all.result);
  };
}));
const settled = async (page) => {
  for (let i = 0; i < 100 && (await waiting(page)).length > 0; i++) await new Promise((r) => setTimeout(r, 100));
  assert.deepEqual(await waiting(page), [], 'everything has been sent');
};
const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const screen = (page) => page.locator('section:visible').getAttribute('id');
async function rate(page, n = 5) {
  await rest(600); // as no finger is faster
  if ((await screen(page)) === 'whom') await page.locator('a[data-who]').first().tap();
  await rest(600);
  await page.locator(`#rate button[name=score][value="${n}"]`).tap();
  await page.locator('#thanks').waitFor();
}
const finish = async (page) => {
  await rest(600);
  await page.locator('#thanks .go').tap();
  await page.locator('#done').waitFor();
};

test('one person after the other: nothing of the first is left for the second', async () => {
  const { context, page } = await tablet();
  const before = await page.locator('main').innerText();
  await page.locator('nav a[lang=ko]').tap();
  await page.locator('html[lang=ko]').waitFor();
  await rate(page, 1);
  await rest(600);
  await page.locator('#bad input[name=tag]').first().check({ force: true });
  assert.match(await page.locator('#said').innerText(), /매우 불만족/);
  const [kept] = await waiting(page);
  assert.equal(kept.tags.length, 1);
  await finish(page);
  await page.waitForFunction(() => document.querySelector('section:not([hidden])').id === document.body.dataset.first);
  await settled(page);
  assert.equal(await page.locator('main').innerText(), before, 'the same page in the same language');
  assert.equal(await page.locator('[name=tag]:checked').count(), 0);
  assert.equal(await page.locator('[aria-current=true]').count(), 1, 'only the language');
  assert.doesNotMatch(await page.content(), new RegExp(kept.key));
  assert.equal(await page.evaluate(() => document.cookie + JSON.stringify([localStorage, sessionStorage])), '[{},{}]');
  await rate(page, 5);
  assert.match(await page.locator('#said').innerText(), /Very good|非常满意|非常滿意|매우 만족/);
  await page.goBack().catch(() => {});
  if (page.url().includes('/kiosk')) {
    await page.waitForLoadState();
    assert.equal(await page.locator('#said:visible').count(), 0, 'back shows nothing');
  }
  assert.deepEqual(page.complaints, []);
  await context.close();
});

test('five quick taps are one rating', async () => {
  const { context, page, state } = await tablet();
  await rest(600);
  if ((await screen(page)) === 'whom') await page.locator('a[data-who]').first().tap();
  await rest(600);
  const box = await page.locator('#rate button[name=score][value="4"]').boundingBox();
  for (let i = 0; i < 5; i++) {
    await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
    await rest(60);
  }
  assert.equal((await waiting(page)).length, 1);
  await finish(page);
  await settled(page);
  const replay = { waiting: 1, votes: [{ key: 'AAAAAAAAAAAAAAAAAAAAAA', employeeId: 0, score: 3, tags: [], language: 'en', age: 0 }] };
  for (let i = 0; i < 3; i++) { // a lost answer is sent again
    const r = await context.request.post(`${url}/kiosk/votes`, { data: replay, headers: sameOrigin });
    assert.deepEqual(await r.json(), { votes: [{ key: 'AAAAAAAAAAAAAAAAAAAAAA' }] });
  }
  assert.equal((await state()).refused, 0);
  await context.close();
});

test('without a network it opens, takes answers and sends each once', async () => {
  const { context, page, state } = await tablet();
  await context.setOffline(true);
  await page.reload();
  for (let i = 1; i <= 2; i++) {
    await rate(page, i);
    await finish(page);
    await page.waitForFunction(() => document.querySelector('section:not([hidden])').id === document.body.dataset.first);
  }
  await page.getByText('⇡ 2').waitFor();
  await page.locator('nav a[lang=ko]').tap();
  assert.equal(await page.locator('html').getAttribute('lang'), 'ko', 'the languages are there, too');
  await context.setOffline(false);
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await settled(page);
  const k = await state();
  assert.equal(k.waiting, 0);
  assert.equal(k.refused, 0);
  await context.close();
});

test('fifteen seconds after the last touch the next turn begins', async () => {
  const { context, page } = await tablet({ clock: true });
  await page.clock.runFor(1000);
  const first = await screen(page);
  await page.locator('nav a[lang=ko]').tap();
  await page.locator('html[lang=ko]').waitFor();
  await page.clock.runFor(600);
  if (first === 'whom') await page.locator('a[data-who]').first().tap();
  await page.clock.runFor(600);
  await page.locator('#rate button[name=score][value="2"]').tap();
  await page.clock.runFor(12_000);
  assert.notEqual(await page.locator('#soon').innerText(), '', 'it says so before');
  await page.touchscreen.tap(1100, 200); // still there
  await page.clock.runFor(14_000);
  assert.equal(await screen(page), 'thanks');
  await page.clock.runFor(1_500);
  assert.equal(await screen(page), first);
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN', 'in the hospital’s language');
  await context.close();
});

test('it works without scripts', async () => {
  const { context, page } = await tablet({ javaScriptEnabled: false });
  await page.goto(`${url}/kiosk?lang=en`);
  if (await page.locator('#whom').isVisible()) await page.locator('a[data-who]').first().click();
  await page.locator('#rate button[name=score][value="2"]').click();
  await page.waitForURL(/\/kiosk\/thanks/);
  assert.doesNotMatch(await page.locator('main').innerText() + page.url(), /Poor|score/, 'the next person cannot read it');
  await page.locator('#bad input[name=tag]').first().check({ force: true });
  await page.locator('#thanks .go').click();
  await page.waitForURL(/\/kiosk\/done/);
  await context.close();
});

test('a tablet that was withdrawn says so, and a link works once', async () => {
  const { context, page, kiosk } = await tablet();
  const again = await context.request.get(url + new URL(kiosk.url).pathname);
  assert.equal(again.status(), 410);
  await admin('POST', `/kiosks/${kiosk.id}/revoke`, {});
  await page.goto(`${url}/kiosk?lang=en`);
  assert.match(await page.locator('main').innerText(), /not set up/);
  await context.close();
});

test('a tablet has nothing for axe to find, at 320 px, in the dark, in forced colours', async () => {
  const { context } = await tablet();
  const storageState = await context.storageState();
  await context.close();
  for (const [lang, best] of Object.entries(languages)) {
    for (const look of [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { forcedColors: 'active' }]) {
      if (look.forcedColors && lang !== 'en') continue;
      const c = await browser.newContext({ storageState, viewport: { width: 320, height: 640 }, hasTouch: true, bypassCSP: true, ...look });
      const page = await c.newPage();
      await page.goto(`${url}/kiosk?lang=${lang}`);
      const check = async (what) => {
        assert.deepEqual(await violations(page), [], `${what}, ${lang}, ${JSON.stringify(look)}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${what}, ${lang}: ${wide} px too wide`);
        const small = await page.evaluate(() => [...document.querySelectorAll('body *')]
          .filter((e) => e.checkVisibility() && e.innerText?.trim() && parseFloat(getComputedStyle(e).fontSize) < 24).length);
        assert.equal(small, 0, `${what}, ${lang}: text under 24 px`);
      };
      await check('first');
      await page.waitForTimeout(300);
      await rate(page, 5);
      assert.match(await page.locator('#said').innerText(), new RegExp(best));
      await check('thanks');
      await c.close();
    }
  }
});
