// Forms on paper: printed, and typed with a keyboard alone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browse, demo, violations } from './wardstar.mjs';

const { url, signIns } = demo();
const sameOrigin = { 'Sec-Fetch-Site': 'same-origin' };
let browser, context, batch, numbers;

before(async () => {
  browser = await browse();
  context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const call = async (method, path, data) => {
    const r = await context.request.fetch(`${url}/api/v1${path}`, { method, data, headers: sameOrigin });
    assert.ok(r.ok(), `${method} ${path}: ${r.status()}`);
    return r;
  };
  await call('POST', '/session', signIns.quality);
  const [badge] = await (await call('GET', '/touchpoints?kind=badge&limit=1')).json();
  batch = await (await call('POST', '/paper-batches', { touchpointId: badge.id, each: 12, layout: 'forms-2' })).json();
  const printed = await (await call('GET', `/paper-batches/${batch.id}/print`)).body();
  assert.equal(printed.subarray(0, 5).toString(), '%PDF-');
  numbers = await (await call('GET', `/paper-batches/${batch.id}/forms`)).json();
});
after(() => browser.close());

const line = (page) => page.locator('input[name=line]');

test('a form takes less than eight seconds of keys, by hand and by scanner', async () => {
  const page = await context.newPage();
  await page.goto(`${url}/paper?lang=en`);
  const took = [];
  for (const [i, { number }] of numbers.slice(0, 6).entries()) {
    const begun = Date.now();
    await page.waitForFunction(() => document.activeElement?.name === 'line'); // ready for the next at once
    if (i % 2 === 0) {
      await page.keyboard.type(`${number}`, { delay: 200 }); // five keys a second: a slow hand
      await page.keyboard.type('5ac', { delay: 350 });
    } else {
      await page.keyboard.type(`${number}\n`); // a scanner
      await page.locator('input[name=number]').waitFor({ state: 'attached' });
      await page.waitForFunction(() => document.activeElement?.name === 'line');
      await page.keyboard.type('2gh', { delay: 350 });
    }
    await page.keyboard.press('Enter');
    await page.locator('.ok').filter({ hasText: `${number}`.replace(/(....)(....)(..)/, '$1 $2 $3') }).waitFor();
    took.push((Date.now() - begun) / 1000);
  }
  console.log(`# seconds a form: ${took.map((s) => s.toFixed(1)).join(' ')}`);
  assert.ok(took.every((s) => s < 8), took.join(' '));
  await page.close();
});

test('slips are said in words, nothing is entered twice, and the last is taken back', async () => {
  const page = await context.newPage();
  await page.goto(`${url}/paper?lang=en`);
  const enter = async (text) => {
    await line(page).fill(text);
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  };
  const { number } = numbers[7];
  for (const [text, says] of [
    ['1234567890 5', /not right/], [`${number} 7`, /Press 1 to 5/], [`${number} 5z`, /letters of the list/], [`${numbers[0].number} 1`, /already/],
  ]) {
    await enter(text);
    assert.match(await page.getByRole('alert').innerText(), says, text);
    assert.equal(await line(page).inputValue(), text, 'what was typed is there to correct');
  }
  await enter(`${number} 4b /Thank you`);
  assert.match(await page.getByRole('status').innerText(), /Saved[^]*Good/);
  await page.reload();
  await page.getByRole('button', { name: 'Take back' }).click();
  await page.waitForURL(/undone/);
  await enter(`${number} 3`);
  assert.match(await page.getByRole('status').innerText(), /Saved[^]*OK/);
  await page.close();
});

test('nobody enters forms without being signed in, and whoever may', async () => {
  const other = await browser.newContext();
  const page = await other.newPage();
  assert.equal((await page.goto(`${url}/paper?lang=en`)).status(), 401);
  await other.request.post(`${url}/api/v1/session`, { data: signIns.staff, headers: sameOrigin });
  assert.equal((await page.goto(`${url}/paper?lang=en`)).status(), 403);
  assert.match(await page.getByRole('alert').innerText(), /Your role/);
  await other.close();
});

test('axe finds nothing, in each language, light, dark, in forced colours, at 320 px', async () => {
  const storageState = await context.storageState();
  for (const lang of ['zh-CN', 'zh-TW', 'ko', 'en']) {
    for (const look of [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { forcedColors: 'active' }]) {
      const c = await browser.newContext({ storageState, viewport: { width: 320, height: 640 }, bypassCSP: true, ...look });
      const page = await c.newPage();
      await page.goto(`${url}/paper?lang=${lang}`);
      await line(page).fill('1');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
      assert.deepEqual(await violations(page), [], `${lang}, ${JSON.stringify(look)}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${lang}: ${wide} px too wide`);
      await c.close();
    }
  }
});
