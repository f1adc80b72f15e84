// What a camera sees of printed codes: the sign of a place, a badge that was lost; the badge of a colleague is in
// checks.test.mjs. System Chromium on Linux reads no codes by itself, so that the reader that comes with the console is tried.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { cameraOn } from './camera.mjs';
import { observer, phone } from './check.mjs';
import { account, badgeOf, signIn, somebody } from './people.mjs';
import { browse, demo } from './wardstar.mjs';

const { url } = demo();
let supervisor, quality;

before(async () => {
  [supervisor, quality] = [await account('supervisor'), await account('quality')];
});

// before holds a sheet before the camera of a phone that has been online once and is not any more.
async function looksAt(sheet, then) {
  const browser = await browse(await cameraOn(sheet));
  try {
    const context = await browser.newContext({ ...phone, locale: 'ko', reducedMotion: 'reduce', permissions: ['camera'] });
    await signIn(context, 'supervisor');
    const hands = observer(await context.newPage(), 'ko');
    const { page, t } = hands;
    await page.goto(`${url}/checks`);
    await page.getByRole('heading', { name: t('plan.title') }).waitFor();
    await page.waitForFunction(() => navigator.serviceWorker.controller);
    await context.setOffline(true);
    await page.goto(`${url}/checks/new`);
    await then(hands);
  } finally {
    await browser.close();
  }
}

test('the sign of a room says where, and then whom: who works there comes first', async () => {
  const { department, id } = await somebody(supervisor);
  const name = { 'zh-CN': '三号采血窗口', 'zh-TW': '三號採血窗口', ko: '채혈 창구 3', en: 'Blood tests, window 3' };
  const room = await quality('POST', '/touchpoints', { kind: 'room', departmentId: department.id, label: name });
  const sign = await quality('GET', `/touchpoints/sheets?layout=counter&touchpoint=${room.id}`);
  const { code } = await badgeOf({ id });
  await looksAt(sign, async (hands) => {
    const { page, t } = hands;
    await page.waitForURL(/place=[0-9a-f]{16}/);
    await page.getByText(t('checks.atPlace', { place: `${name.ko} · ${department.name.ko}` })).waitFor();
    await page.getByRole('heading', { name: t('checks.here', { ward: department.name.ko }) }).waitFor();
    await hands.typeCode(code);
    assert.equal(await page.getByLabel(t('checks.place')).inputValue(), name.ko);
  });
});

test('a badge that was lost and withdrawn is recognised as nobody’s, with ways on', async () => {
  const person = await somebody(supervisor, 'cashier'); // the badge that other tests rate by is a nurse's
  const lost = await badgeOf(person);
  const sheet = await quality('GET', `/touchpoints/sheets?layout=badges-6&touchpoint=${lost.id}`);
  await quality('POST', `/touchpoints/${lost.id}/reissue`, {});
  await looksAt(sheet, async (hands) => {
    const { page, t, button } = hands;
    await page.getByText(t('checks.unknown')).waitFor();
    await button('checks.scanAgain').waitFor();
    assert.equal(new URL(page.url()).search, '', 'nobody was chosen');
    await hands.search(person); // the other ways are beside it
  });
});
