// What a nurse does on her phone about her score.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { browse, demo } from './wardstar.mjs';

const { url, signIns } = demo();
const phone = { width: 390, height: 844 };

let browser;
before(async () => {
  browser = await browse();
});
after(() => browser.close());

async function nurse(options = {}) {
  const context = await browser.newContext({ locale: 'ko', viewport: phone, reducedMotion: 'reduce', ...options });
  const answer = await context.request.post(`${url}/api/v1/session`, {
    data: signIns.staff,
    headers: { 'sec-fetch-site': 'same-origin' },
  });
  assert.ok(answer.ok());
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.complaints = [];
  page.on('pageerror', (e) => page.complaints.push(e.message));
  return page;
}

async function open(page, path) {
  await page.goto(url + path);
  await page.locator('#main h1').waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'));
}

describe('my score on a phone', () => {
  test('says why, what would raise it, and what is never shown, in Korean', async () => {
    const page = await nurse();
    await open(page, '/my-score');
    const words = await page.locator('#main').innerText();
    for (const said of ['점수가 나온 과정', '가장 크게 올릴 수 있는 것', '별을 받기 위한 조건', '지금까지', '올해 교육']) {
      assert.ok(words.includes(said), said);
    }
    assert.match(words, /점수가 \d+\.\d점 더 높았을 것입니다/);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  test('a reply that is written without a network is sent once there is one', async () => {
    const page = await nurse();
    await open(page, '/my-score');
    const words = `옆 병실에서 호출이 있었습니다 ${Date.now()}`;
    await page.getByRole('button', { name: '환자 평가에 대해 설명하기' }).click();
    await page.getByRole('textbox').fill(words);
    await page.context().setOffline(true);
    await page.getByRole('dialog').getByRole('button', { name: '설명 남기기' }).click();
    await page.getByText('연결되면 자동으로 전송됩니다').waitFor();
    await page.context().setOffline(false);
    await page.locator('#main section').getByText(words).last().waitFor();
    await page.reload();
    await page.getByText(words).last().waitFor();
    assert.equal(await page.getByText(words).count(), 2); // beside the ratings, and in the list of all
    await page.context().close();
  });

  test('words that could not be sent are there again after a reload', async () => {
    const page = await nurse();
    await open(page, '/my-score');
    await page.getByRole('button', { name: '환자 평가에 대해 설명하기' }).click();
    await page.getByRole('textbox').fill('아직 보내지 않은 말');
    await page.reload();
    await page.getByRole('button', { name: '환자 평가에 대해 설명하기' }).click();
    assert.equal(await page.getByRole('textbox').inputValue(), '아직 보내지 않은 말');
    await page.context().close();
  });

  test('what fails to load fails alone', async () => {
    const page = await nurse();
    await page.route('**/api/v1/certificates*', (route) => route.fulfill({ status: 500, body: '{}' }));
    await open(page, '/my-score');
    await page.getByRole('button', { name: '다시 시도' }).waitFor();
    assert.equal(await page.getByRole('button', { name: '다시 시도' }).count(), 1);
    assert.match(await page.locator('#main').innerText(), /올해 교육/);
    await page.context().close();
  });
});

describe('standards and thanks', () => {
  test('the way from what would raise the score to the standard it is about', async () => {
    const page = await nurse();
    await open(page, '/my-score');
    await page.getByRole('link', { name: '기준 보기' }).first().click();
    await page.waitForURL(/\/my-standards#/);
    const code = new URL(page.url()).hash.slice(1);
    await page.locator(`details#${code}[open]`).waitFor();
    assert.match(await page.locator(`details#${code}`).innerText(), /미충족/);
    await page.context().close();
  });

  test('a word finds standards and phrases; what is not said comes with what is said instead', async () => {
    const page = await nurse();
    await open(page, '/my-standards');
    const all = await page.locator('#main details').count();
    await page.getByRole('searchbox').fill('미소');
    const found = await page.locator('#main details').count();
    assert.ok(found > 0 && found < all, `${found} of ${all}`);
    await page.getByRole('searchbox').fill('');
    await page.getByText(/^표현 \d+개$/).click();
    await page.getByText('쓰지 않는 말').first().waitFor();
    await page.getByText('대신 이렇게').first().waitFor();
    await page.context().close();
  });

  test('letters of thanks', async () => {
    const page = await nurse();
    await open(page, '/recognition');
    assert.match(await page.locator('#main').innerText(), /감사의 말 \d+통/);
    await page.context().close();
  });
});
