// What the people of a hospital see of the console, each in their role.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { browse, demo } from './wardstar.mjs';

const { url, signIns } = demo();
const patience = 15_000;

// Texts by which a page tells its language.
const languages = {
  'zh-CN': { signIn: '登录', ranking: '排名', above: '高于' },
  'zh-TW': { signIn: '登入', ranking: '排名', above: '高於' },
  ko: { signIn: '로그인', ranking: '순위', above: '높은' },
  en: { signIn: 'Sign in', ranking: 'Ranking', above: 'above' },
};

let browser;
before(async () => {
  browser = await browse();
});
after(() => browser.close());

// visit opens a browser of its own, and gathers what the page complains about.
async function visit({ language = 'en', ...options } = {}) {
  const context = await browser.newContext({ locale: language, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  page.complaints = [];
  page.on('pageerror', (e) => page.complaints.push(e.message));
  page.on('console', (m) => {
    if (m.type() === 'error' && !m.text().includes('401')) page.complaints.push(m.text()); // 401: nobody is signed in yet
  });
  return page;
}

async function signIn(role, options) {
  const page = await visit(options);
  await page.goto(url);
  await fill(page, signIns[role]);
  await page.locator('#main h1').waitFor();
  return page;
}

async function fill(page, { name, password }) {
  await page.locator('input[name=username]').fill(name);
  await page.locator('input[name=password]').fill(password);
  await page.keyboard.press('Enter');
}

// open goes to a page and waits until its data is there.
async function open(page, path) {
  await page.goto(url + path);
  await page.locator('#main h1').waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'));
}

describe('signing in', () => {
  test('a wrong password is refused in words; the right one leads where one wanted to go', async () => {
    const page = await visit();
    await page.goto(`${url}/periods`);
    await fill(page, { name: signIns.hr.name, password: 'not this one' });
    assert.match(await page.getByRole('alert').innerText(), /do not match/);
    await fill(page, signIns.hr);
    await page.getByRole('heading', { name: 'Periods', exact: true }).waitFor();
    assert.equal(new URL(page.url()).pathname, '/periods');
    await page.context().close();
  });

  test('signing out ends the session, and nothing of it stays', async () => {
    const page = await signIn('staff');
    await open(page, '/me');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto(`${url}/my-score`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.context().close();
  });
});

describe('what a role may not do', () => {
  test('who may not see a page is told who can give access', async () => {
    const page = await signIn('staff');
    await open(page, '/ranking');
    assert.match(await page.locator('#main').innerText(), /administrator can give you access/);
    await page.context().close();
  });
});

describe('the ranking', () => {
  test('says it, shows it, and compares two', async () => {
    const page = await signIn('hr');
    await open(page, '/ranking');
    assert.match(await page.locator('#main').innerText(), /clearly above the mean of the group/);
    const rows = page.getByRole('row').filter({ has: page.getByRole('checkbox') });
    assert.ok((await rows.count()) > 20);
    assert.match(await rows.first().innerText(), /\d+–\d+[\s\S]*\d\d\.\d/); // a range of ranks, a score
    await rows.nth(0).getByRole('checkbox').click();
    await rows.nth(9).getByRole('checkbox').click();
    await page.getByText(/Probability that .* is truly ahead: \d+%/).waitFor();
    await page.getByText('Table', { exact: true }).click();
    await page.getByRole('columnheader', { name: 'Reliability' }).waitFor();
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  test('by keyboard: one stop for all rows, arrows between them, C ticks, / searches', async () => {
    const page = await signIn('hr');
    await open(page, '/ranking');
    await page.keyboard.press('/');
    await page.keyboard.press('Tab'); // departments
    await page.keyboard.press('Tab'); // the first row's tick
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('c');
    const second = await page.getByRole('checkbox').nth(1).getAttribute('aria-label');
    await page.getByRole('checkbox', { checked: true, name: second, exact: true }).waitFor();
    await page.keyboard.press('Tab'); // the row's name
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/scores\/\d+/);
    await page.context().close();
  });

  test('its export is a file with every row', async () => {
    const page = await signIn('hr');
    await open(page, '/ranking');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: /CSV/ }).click();
    const csv = await readFile(await (await download).path(), 'utf8');
    assert.equal(csv.charCodeAt(0), 0xfeff);
    assert.ok(csv.split('\n').length > 300, csv.slice(0, 200));
    await page.context().close();
  });
});

test('my score: the lines on the screen add up, to one digit and to all', async () => {
  const page = await signIn('staff');
  await open(page, '/my-score');
  for (const summary of await page.locator('#main summary').all()) await summary.click();
  for (const digits of ['Rounded', 'All']) {
    if (digits === 'All') await page.getByRole('button', { name: 'Show all digits' }).click();
    const { base, parts, total } = await page.evaluate(figures);
    const unit = digits === 'Rounded' ? 1 : 4;
    assert.ok(parts.length >= 2, 'ratings and spot checks');
    assert.equal((base + parts.reduce((sum, p) => sum + p.value, 0)).toFixed(unit), total.toFixed(unit));
    for (const { value, lines } of parts) {
      assert.equal(lines.length, 4);
      assert.equal(Math.abs(lines.reduce((sum, line) => sum + line, 0) - value).toFixed(unit), (0).toFixed(unit));
    }
  }
  await page.context().close();
});

// figures reads the breakdown as it stands on the page.
function figures() {
  const number = (element) => Number(element.textContent.replace('\u2212', '-'));
  const main = document.querySelector('#main section section');
  const ends = [...main.querySelectorAll(':scope > div > b')];
  return {
    base: number(ends[0]),
    total: number(ends.at(-1)),
    parts: [...main.querySelectorAll(':scope > details')].map((part) => ({
      value: number(part.querySelector(':scope > summary > span > span')),
      lines: [...part.querySelectorAll(':scope > div > ul > li > span:nth-child(2)')].map(number),
    })),
  };
}

describe('four languages', () => {
  for (const [language, words] of Object.entries(languages)) {
    test(language, async () => {
      const page = await visit({ language });
      await page.goto(url);
      await page.getByRole('heading', { name: words.signIn }).waitFor();
      assert.equal(await page.locator('html').getAttribute('lang'), language);
      await fill(page, signIns.quality);
      await page.locator('#main h1').waitFor();
      await open(page, '/ranking');
      assert.equal(await page.locator('#main h1').innerText(), words.ranking);
      assert.match(await page.locator('#main').innerText(), new RegExp(words.above));
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    });
  }
});

describe('the ballot desk', () => {
  test('what a detector found is decided with a reason', async () => {
    const page = await signIn('quality');
    await open(page, '/ballot');
    await page.getByRole('button', { name: 'Look now' }).click();
    const reject = page.getByRole('button', { name: 'Reject them' });
    await reject.click();
    await page.getByText('Say why, in a few words.').waitFor();
    await page.getByLabel('Why').fill('One evening, two phones');
    await reject.click();
    await page.getByText('Nothing waits for a decision.').waitFor();
    await page.getByText('Decided', { exact: true }).click();
    await page.getByText('One evening, two phones').waitFor();
    await page.context().close();
  });
});

describe('the codes', () => {
  test('a lost badge is replaced, and the old one withdrawn', async () => {
    const page = await signIn('quality');
    await open(page, '/codes');
    await page.getByRole('button', { name: 'Issue missing badges' }).click();
    await page.getByText('Everybody has a badge already.').waitFor();
    const row = page.locator('tbody tr').first();
    const name = await row.getByRole('rowheader').innerText();
    await row.getByRole('button', { name: 'Replace' }).click();
    await page.waitForFunction((n) => document.querySelector('tbody th')?.innerText !== n, name); // the newest is the last
    await page.getByLabel(/^Choose/).first().check();
    await page.getByRole('button', { name: 'Withdraw 1 code' }).click();
    await page.getByLabel('Why').fill('Lost');
    await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.context().close();
  });

  test('sheets come as a file to print', async () => {
    const page = await signIn('quality');
    await open(page, '/codes');
    const [file] = await Promise.all([
      page.waitForEvent('download', { timeout: 60_000 }),
      page.getByRole('link', { name: 'Download to print' }).click(),
    ]);
    assert.equal((await readFile(await file.path())).subarray(0, 5).toString(), '%PDF-');
    await page.context().close();
  });
});

test('offline, a strip says so', async () => {
  const page = await signIn('staff');
  await page.context().setOffline(true);
  await page.getByText('Offline.').waitFor();
  await page.context().setOffline(false);
  await page.getByText('Offline.').waitFor({ state: 'detached' });
  await page.context().close();
});
