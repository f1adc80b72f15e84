// A supervisor's way into a check and back out of it: a real camera that looks at a printed badge, also without a network.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { cameraOn } from './camera.mjs';
import { browse, demo, violations } from './wardstar.mjs';

const { url, badge, signIns } = demo();
const phone = { width: 390, height: 844 };
const sameOrigin = { headers: { 'sec-fetch-site': 'same-origin' } };

let browser;
before(async () => {
  browser = await browse(await cameraOn(await sheet(), { size: 700 })); // the badge at the top left
});
after(() => browser.close());

// sheet returns badges to cut out, as the administrator prints them.
async function sheet() {
  const office = await browse();
  const { request } = await office.newContext();
  await request.post(`${url}/api/v1/session`, { data: signIns.admin, ...sameOrigin });
  const answer = await request.get(`${url}/api/v1/touchpoints/sheets?layout=badges-12&departmentId=1`);
  assert.equal(answer.status(), 200);
  const pdf = await answer.body();
  await office.close();
  return pdf;
}

async function observer(options = {}) {
  const context = await browser.newContext({ locale: 'en', viewport: phone, reducedMotion: 'reduce', ...options });
  const answer = await context.request.post(`${url}/api/v1/session`, { data: signIns.supervisor, ...sameOrigin });
  assert.ok(answer.ok());
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.asked = [];
  page.on('request', (r) => page.asked.push(r.url()));
  page.on('pageerror', (e) => assert.fail(e.message));
  return page;
}

const isChosen = /\/checks\/new\?employee=\d+/;
const begun = /\/checks\/[0-9a-f-]{36}$/;

test('a badge held before the camera and one press begin a check; nothing comes from elsewhere', async () => {
  const page = await observer();
  await page.goto(`${url}/checks/new`);
  await page.waitForURL(isChosen);
  assert.ok(page.asked.some((address) => address.endsWith('.wasm')), 'this browser reads codes by itself: the test tries nothing');
  assert.deepEqual(page.asked.filter((address) => !/^(blob|data):/.test(address) && !address.startsWith(url)), []);
  const name = await page.locator('h1').innerText();
  await page.getByRole('button', { name: /^Start/ }).click();
  await page.waitForURL(begun);
  await page.goto(`${url}/checks`);
  await page.getByRole('link', { name: `Go on with ${name}` }).waitFor();
  await page.context().close();
});

test('without a network the badge is read, the check begins, and the plan is there', async () => {
  const page = await observer();
  await page.goto(`${url}/checks`);
  await page.getByRole('heading', { name: 'Whom to observe' }).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload(); // now by the worker
  await page.context().setOffline(true);
  await page.goto(`${url}/checks/new`);
  await page.waitForURL(isChosen);
  await page.getByRole('button', { name: /^Start/ }).click();
  await page.waitForURL(begun);
  await page.goto(`${url}/checks`);
  await page.getByRole('link', { name: /^Go on with/ }).waitFor();
  await page.getByRole('heading', { name: 'Whom to observe' }).waitFor();
  await page.getByText('What was sent can be seen once there is a network again.').waitFor();
  await page.context().close();
});

test('a code is typed by hand, in small letters, with O for 0', async () => {
  const page = await observer();
  await page.addInitScript(() => Object.defineProperty(navigator.mediaDevices, 'getUserMedia', { value: undefined }));
  await page.goto(`${url}/checks/new`);
  await page.getByText('This device has no camera').waitFor();
  const code = new URL(badge).pathname.split('/').pop();
  await page.getByLabel('Code on the badge').pressSequentially(code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l'));
  await page.waitForURL(isChosen);
  await page.context().close();
});

// stored makes a check of the first person of the roster.
async function stored({ request }) {
  const roster = await (await request.get(`${url}/api/v1/field-roster`)).json();
  const now = Date.now();
  const answer = await request.post(`${url}/api/v1/spot-checks`, {
    ...sameOrigin,
    data: {
      key: randomUUID(), employeeId: roster.employees[0].id, mode: 'round', shift: 'day', place: 'Bed 12',
      startedAt: new Date(now - 120_000), finishedAt: new Date(now - 60_000),
      findings: [{ standard: 'ask-first', result: 'partly', note: 'asked after the blood was drawn' }],
    },
  });
  assert.equal(answer.status(), 201, await answer.text());
  return answer.json();
}

test('what was stored is read and voided with a reason', async () => {
  const page = await observer();
  const check = await stored(page.context());
  await page.goto(`${url}/checks/done/${check.id}`);
  await page.getByText('asked after the blood was drawn').waitFor();
  await page.getByRole('button', { name: 'Void', exact: true }).click();
  await page.getByLabel('Why it shall not count').fill('it was somebody else');
  await page.getByRole('button', { name: 'Void the check' }).click();
  const notice = page.getByText('Reason: it was somebody else');
  await notice.waitFor();
  assert.ok(await notice.evaluate((n) => n.closest('[tabindex]') === document.activeElement), 'the notice has the focus');
  await page.goto(`${url}/checks`);
  await page.getByText('Does not count').first().waitFor();
  await page.context().close();
});

test('axe finds nothing, at 320 px, in each language, light and dark', async () => {
  for (const [locale, colorScheme] of [['zh-CN', 'light'], ['zh-TW', 'dark'], ['ko', 'light'], ['en', 'dark']]) {
    const page = await observer({ locale, colorScheme, viewport: { width: 320, height: 700 }, bypassCSP: true });
    const { id, employeeId } = await stored(page.context());
    await page.addInitScript(() => Object.defineProperty(navigator.mediaDevices, 'getUserMedia', { value: undefined }));
    for (const path of ['/checks', '/checks/new', `/checks/new?employee=${employeeId}`, `/checks/done/${id}`]) {
      await page.goto(url + path);
      await page.locator('h1').waitFor();
      await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'));
      assert.deepEqual(await violations(page), [], `${path} in ${locale}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${path} in ${locale} scrolls sideways by ${wide} px`);
    }
    await page.context().close();
  }
});
