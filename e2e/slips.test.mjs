// What a patient does with a visit slip, in a real browser against the built binary.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browse, demo, violations } from './wardstar.mjs';

const languages = ['zh-CN', 'zh-TW', 'ko', 'en'];
const wardstar = demo();
let browser;
let slips; // addresses, one for each visit

before(async () => {
  browser = await browse();
  const signIn = await fetch(`${wardstar.url}/api/v1/session`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(wardstar.signIns.quality),
  });
  const headers = { 'Content-Type': 'application/json', Cookie: signIn.headers.get('set-cookie').split(';')[0] };
  const call = async (path, body) => {
    const r = await fetch(`${wardstar.url}/api/v1${path}`, { headers, method: body ? 'POST' : 'GET', body: body && JSON.stringify(body) });
    assert.ok(r.ok, `${path}: ${r.status}`);
    return r.json();
  };
  const [badge] = await call('/touchpoints?kind=badge&limit=1');
  const [posting] = (await call(`/employees/${badge.employeeId}`)).postings;
  const batch = await call('/token-batches', { departmentId: posting.departmentId, tokens: 20 });
  slips = (await call(`/token-batches/${batch.id}/tokens`)).map((t) => `${wardstar.url}/v/${t.token.replaceAll('-', '')}`);
});
after(() => browser?.close());

async function phone(options = {}) {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, javaScriptEnabled: false, ...options,
  });
  return { context, page: await context.newPage() };
}

const people = (page) => page.locator('main a[href^="/r/"]');
const answer = (page, n) => page.locator(`button[name=score][value="${n}"]`);

test('one visit: pick whom you met, rate, rate another, change your mind; another phone is told', async () => {
  const { context, page } = await phone();
  const slip = slips.pop();
  await page.goto(`${slip}?lang=en`);
  const names = await people(page).count();
  assert.ok(names >= 2, `${names} to choose from`);
  await people(page).nth(0).tap();
  await answer(page, 5).tap();
  await page.waitForURL(/\/thanks/);
  await page.goto(`${slip}?lang=en`); // scanned again
  await people(page).nth(1).tap();
  await answer(page, 4).tap();
  await page.waitForURL(/\/thanks/);
  await page.locator('main a').first().tap(); // change
  await answer(page, 2).tap();
  await page.waitForURL(/\/thanks/);
  assert.match(await page.locator('main').innerText(), /Poor/);
  await page.locator('form button').last().tap();
  await page.waitForURL(/\/done/);
  const other = await phone();
  const refused = await other.page.goto(`${slip}?lang=en`);
  assert.equal(refused.status(), 409);
  assert.match(await other.page.locator('main').innerText(), /already been used/);
  await other.context.close();
  await context.close();
});

test('a preview spends nothing', async () => {
  const slip = slips.pop();
  for (const method of ['HEAD', 'GET', 'GET']) assert.equal((await fetch(slip, { method })).status, 200);
  const { context, page } = await phone();
  assert.equal((await page.goto(`${slip}?lang=ko`)).status(), 200);
  await context.close();
});

test('a slip’s pages have nothing for axe to find, at 320 px, with double text, in the dark', async () => {
  for (const lang of languages) {
    for (const colorScheme of lang === 'ko' ? ['light', 'dark'] : ['light']) {
      const { context, page } = await phone({ colorScheme, viewport: { width: 320, height: 640 }, javaScriptEnabled: true, bypassCSP: true });
      const look = async (what) => {
        assert.deepEqual(await violations(page), [], `${what}, ${lang}, ${colorScheme}`);
        if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${what}-${lang}-${colorScheme}.png` });
        for (const size of ['112.5%', '225%']) {
          await page.evaluate((s) => (document.documentElement.style.fontSize = s), size);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(wide <= 0, `${what}, ${lang}: ${wide} px too wide at ${size}`);
        }
      };
      const slip = slips.pop();
      await page.goto(`${slip}?lang=${lang}`);
      await look('slip');
      await people(page).last().tap(); // the place itself
      await page.waitForURL(/\/r\//);
      await look('place');
      await answer(page, 3).tap();
      await page.waitForURL(/\/thanks/);
      await look('thanks');
      const other = await phone({ colorScheme, viewport: { width: 320, height: 640 }, javaScriptEnabled: true, bypassCSP: true });
      await other.page.goto(`${slip}?lang=${lang}`);
      assert.deepEqual(await violations(other.page), [], `used, ${lang}`);
      if (process.env.SCREENSHOTS) await other.page.screenshot({ path: `${process.env.SCREENSHOTS}/used-${lang}-${colorScheme}.png` });
      await other.page.goto(`${slip.slice(0, -3)}000?lang=${lang}`);
      assert.deepEqual(await violations(other.page), [], `forged, ${lang}`);
      assert.equal(await other.page.locator('html').getAttribute('lang'), lang);
      await other.context.close();
      await context.close();
    }
  }
});

test('a slip is one request of at most 6 KB', async () => {
  const { context, page } = await phone();
  const requests = [];
  page.on('request', (r) => requests.push(r.url()));
  const slip = slips.pop();
  await page.goto(slip);
  await page.waitForLoadState('networkidle');
  assert.equal(requests.filter((r) => !r.startsWith('data:')).length, 1, requests.join('\n'));
  const r = await fetch(slip, { headers: { 'Accept-Encoding': 'gzip' } });
  assert.ok(Number(r.headers.get('content-length')) <= 6 * 1024, r.headers.get('content-length'));
  await context.close();
});
