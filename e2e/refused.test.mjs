// What the server refuses is parked with its reason in words; nothing is lost unless somebody says so.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { observer, phone, shortCheck, stripes } from './check.mjs';
import { network } from './network.mjs';
import { account, checksOf, signIn, somebody } from './people.mjs';
import { browse, demo } from './wardstar.mjs';

const { url } = demo();
let browser, supervisor, net, context, hands;

before(async () => {
  browser = await browse();
  supervisor = await account('supervisor');
  net = await network(url);
});
after(async () => {
  await browser.close();
  net.close();
});

beforeEach(async () => {
  await context?.close();
  context = await browser.newContext({ ...phone, locale: 'ko', reducedMotion: 'reduce' });
  await signIn(context, 'supervisor');
  hands = observer(await context.newPage(), 'ko');
  await hands.page.goto(`${net.url}/checks`);
  await hands.page.getByRole('heading', { name: hands.t('plan.title') }).waitFor();
  await hands.page.waitForFunction(() => navigator.serviceWorker.controller);
});

test('the person has left while the check waited: why, back into it, and discarded after one question', async () => {
  const { page, t, sheet } = hands;
  const person = await somebody(supervisor, 'cashier');
  await context.setOffline(true);
  await shortCheck(hands, person);
  const key = new URL(page.url()).pathname;
  const hr = await account('hr');
  const { day } = await supervisor('GET', '/field-roster');
  const { postings } = await hr('GET', `/employees/${person.id}`);
  await hr('POST', `/postings/${postings[0].id}/end`, { on: day });
  await page.goto(`${net.url}/outbox`);
  await context.setOffline(false);

  const refused = page.getByRole('region', { name: t('outbox.refused') });
  await refused.getByText(person.name).waitFor();
  await refused.getByText(t('refused.posting-ended')).waitFor();
  await hands.press('outbox.fix');
  await page.waitForURL((address) => address.pathname === key);
  await page.getByRole('heading', { name: t('summary.title') }).waitFor(); // as it was left
  await hands.save();
  await page.getByRole('heading', { name: t('summary.refused') }).waitFor();

  await page.getByRole('link', { name: t('summary.outbox') }).tap();
  const discard = refused.getByRole('button', { name: t('outbox.discard') });
  await discard.tap();
  await sheet.getByRole('button', { name: t('outbox.keep') }).tap();
  await refused.getByText(person.name).waitFor();
  await discard.tap();
  await sheet.getByText(t('outbox.discardWhy')).waitFor();
  await sheet.getByRole('button', { name: t('outbox.discard') }).tap();
  await page.getByRole('heading', { name: t('outbox.empty') }).waitFor();
  assert.deepEqual(await checksOf(supervisor, person), []);
});

test('a photo that is refused does not hold up its check, and can be sent again', async () => {
  const { page, t } = hands;
  const person = await somebody(supervisor, 'cashier');
  net.damages = /\/photos\//;
  await page.goto(`${net.url}/checks/new`);
  await hands.search(person);
  await hands.start();
  await hands.answer('met');
  await page.locator('input[type=file]').setInputFiles(stripes(320, 240));
  await hands.press('photo.save');
  await page.getByRole('img', { name: t('photo.show', { n: 1 }) }).waitFor();
  await hands.toSummary();
  await hands.save();
  await page.goto(`${net.url}/outbox`);
  await page.getByText(t('refused.not-a-photo')).waitFor();
  const photosOf = async () => (await checksOf(supervisor, person)).map((check) => check.findings[0].photos.length);
  assert.deepEqual(await photosOf(), [0], 'the check is there');

  net.damages = undefined;
  await hands.press('outbox.again');
  await page.getByRole('heading', { name: t('outbox.empty') }).waitFor();
  assert.deepEqual(await photosOf(), [1]);
});
