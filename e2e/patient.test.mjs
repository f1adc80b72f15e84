// What a patient does, in a real browser against the built binary.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browse, demo, violations } from './wardstar.mjs';

const languages = { 'zh-CN': '非常满意', 'zh-TW': '非常滿意', ko: '매우 만족', en: 'Very good' };
const wardstar = demo();
let browser;

before(async () => {
  browser = await browse();
});
after(() => browser?.close());

// phone opens a phone of its own, without scripts unless told otherwise.
async function phone(options = {}) {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, javaScriptEnabled: false, ...options,
  });
  return { context, page: await context.newPage() };
}

const answer = (page, n) => page.locator(`button[name=score][value="${n}"]`);
const badge = (lang) => `${wardstar.badge}?lang=${lang}`;

test('one tap rates, without scripts, in each language', async () => {
  for (const [lang, best] of Object.entries(languages)) {
    const { context, page } = await phone();
    await page.goto(badge(lang));
    assert.equal(await page.locator('html').getAttribute('lang'), lang);
    await answer(page, 5).tap();
    await page.waitForURL(/\/thanks/);
    assert.match(await page.locator('main').innerText(), new RegExp(best));
    await page.locator('input[name=tag]').first().check({ force: true });
    await page.locator('textarea[name=comment]').fill('谢谢 감사합니다 😀');
    await page.locator('form button').last().tap();
    await page.waitForURL(/\/done/);
    assert.equal(await page.locator('html').getAttribute('lang'), lang, 'the language is kept to the end');
    await context.close();
  }
});

test('the browser’s language decides when nothing else does', async () => {
  for (const [locale, lang] of [['ko-KR', 'ko'], ['zh-HK', 'zh-TW'], ['zh-CN', 'zh-CN'], ['en-GB', 'en'], ['fr-FR', 'zh-CN']]) {
    const { context, page } = await phone({ locale });
    await page.goto(wardstar.badge);
    assert.equal(await page.locator('html').getAttribute('lang'), lang, locale);
    await context.close();
  }
});

test('reload, back, double tap, re-scan and three posts at once are one rating', async () => {
  const { context, page } = await phone();
  await page.goto(badge('en'));
  const key = await page.locator('input[name=k]').inputValue();
  await answer(page, 4).tap();
  await page.waitForURL(/\/thanks/);
  await page.reload();
  await page.goBack();
  await answer(page, 4).tap();
  await page.waitForURL(/\/thanks/);
  const post = () => context.request.post(wardstar.badge, { form: { k: key, score: '4', lang: 'en' }, headers: { 'Sec-Fetch-Site': 'same-origin' } });
  for (const r of await Promise.all([post(), post(), post()])) assert.equal(r.status(), 200); // after the redirect
  await page.goto(badge('en'));
  assert.match(await page.locator('main').innerText(), /already answered/i, 'a re-scan knows');
  await answer(page, 2).tap(); // a change of mind
  await page.waitForURL(/\/thanks/);
  assert.match(await page.locator('main').innerText(), /Poor/);
  await page.goto(badge('en'));
  assert.match(await page.locator('main').innerText(), /already answered/i);
  await context.close();
});

test('a patient who was not satisfied can leave a number', async () => {
  const { context, page } = await phone();
  await page.goto(badge('en'));
  await answer(page, 1).tap();
  await page.waitForURL(/\/thanks/);
  await page.locator('input[name=tel]').fill('12');
  await page.locator('form button').last().tap();
  await page.locator('input[name=tel][aria-invalid=true]').waitFor(); // a number that is none is said to be none
  await page.locator('input[name=tel]').fill('+86 138 0013 8000');
  await page.locator('form button').last().tap();
  await page.waitForURL(/\/done\?call=1/);
  await context.close();
});

test('an unknown and a forged request are answered in the reader’s words', async () => {
  const { context, page } = await phone();
  for (const lang of Object.keys(languages)) {
    const unknown = await page.goto(`${wardstar.url}/r/ZZZZZZZZ?lang=${lang}`);
    assert.equal(unknown.status(), 404);
    assert.equal(await page.locator('html').getAttribute('lang'), lang);
    assert.deepEqual(await page.locator('input[name=code]').count(), 1, 'the code can be typed');
  }
  const forged = await context.request.post(wardstar.badge, { form: { k: 'forged', score: '5', lang: 'ko' }, headers: { 'Sec-Fetch-Site': 'same-origin' } });
  assert.equal(forged.status(), 422);
  const foreign = await context.request.post(wardstar.badge, { form: { k: 'x', score: '5' }, headers: { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' } });
  assert.equal(foreign.status(), 403);
  await context.close();
});

test('the code can be typed by hand', async () => {
  const { context, page } = await phone();
  await page.goto(`${wardstar.url}/r?lang=en`);
  const code = wardstar.badge.split('/').pop();
  await page.locator('input[name=code]').fill(`${code.slice(0, 4).toLowerCase()} ${code.slice(4).toLowerCase()}`);
  await page.locator('form button').tap();
  await page.waitForURL(new RegExp(`/r/${code}`));
  await context.close();
});

test('pages have nothing for axe to find, at 320 px, with double text, in the dark', async () => {
  for (const lang of Object.keys(languages)) {
    for (const colorScheme of ['light', 'dark']) {
      const { context, page } = await phone({ colorScheme, viewport: { width: 320, height: 640 }, javaScriptEnabled: true, bypassCSP: true });
      const look = async (what) => {
        assert.deepEqual(await violations(page), [], `${what}, ${lang}, ${colorScheme}`);
        for (const size of ['112.5%', '225%']) {
          await page.evaluate((s) => (document.documentElement.style.fontSize = s), size);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(wide <= 0, `${what}, ${lang}: ${wide} px too wide at ${size}`);
        }
      };
      await page.goto(badge(lang));
      await look('rate');
      await answer(page, 2).tap();
      await page.waitForURL(/\/thanks/);
      await look('thanks');
      await page.locator('form button').last().tap();
      await page.waitForURL(/\/done/);
      await look('done');
      await page.goto(`${wardstar.badge}/who?lang=${lang}`);
      await look('who');
      await page.goto(`${wardstar.url}/r/ZZZZZZZZ?lang=${lang}`);
      await look('unknown');
      await context.close();
    }
  }
});

test('a rating page is one request of at most 6 KB', async () => {
  const { context, page } = await phone();
  const requests = [];
  page.on('request', (r) => requests.push(r.url()));
  await page.goto(badge('zh-CN'));
  await page.waitForLoadState('networkidle');
  assert.equal(requests.filter((r) => !r.startsWith('data:')).length, 1, requests.join('\n'));
  const r = await fetch(wardstar.badge, { headers: { 'Accept-Encoding': 'gzip' } });
  assert.ok(['gzip', 'br'].includes(r.headers.get('content-encoding')), 'compressed');
  assert.ok(Number(r.headers.get('content-length')) <= 6 * 1024, r.headers.get('content-length'));
  await context.close();
});
