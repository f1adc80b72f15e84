// A hospital without certificates: the app comes over plain HTTP from a name in its own network. There is no camera and
// nothing is installed, which is said in words; a check can be made all the same.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { observer, phone } from './check.mjs';
import { account, badgeOf, checksOf, signInOn, somebody } from './people.mjs';
import { browse, demo } from './wardstar.mjs';

const { url, signIns } = demo();
const plain = url.replace('127.0.0.1', 'ward.example');
let browser;

before(async () => {
  browser = await browse({ args: ['--host-resolver-rules=MAP ward.example 127.0.0.1'] });
});
after(() => browser.close());

test('over plain HTTP: no camera and no installation, and it says why; the code is typed, the check is made and sent', async () => {
  const supervisor = await account('supervisor');
  const [person, next] = [await somebody(supervisor, 'technician'), await somebody(supervisor, 'technician')];
  const { code } = await badgeOf(person);
  const context = await browser.newContext({ ...phone, locale: 'zh-CN', reducedMotion: 'reduce' });
  const hands = observer(await context.newPage(), 'zh-CN');
  const { page, t } = hands;
  await page.goto(`${plain}/checks/new`);
  await signInOn(page, signIns.supervisor);
  assert.equal(await page.evaluate(() => isSecureContext || 'serviceWorker' in navigator), false, 'the test tries nothing');
  await page.getByText(t('scan.without.insecure')).waitFor();
  await page.getByText(t('scan.instead.insecure')).waitFor();
  await hands.typeCode(code);
  const items = await hands.start();
  await hands.finish();
  await hands.save();
  await page.getByRole('heading', { name: t('summary.sent') }).waitFor();
  const [check, ...more] = await checksOf(supervisor, person);
  assert.deepEqual([check.met, more], [items, []]);

  await page.goto(`${plain}/checks/new`); // while there is a network: nothing opens without one
  await page.getByText(t('scan.without.insecure')).waitFor();
  await context.setOffline(true);
  await hands.search(next);
  await hands.start();
  await hands.answer('met');
  await hands.toSummary();
  await hands.save();
  await hands.told('offline.waiting', { n: 1 });
  await context.setOffline(false);
  await page.getByRole('heading', { name: t('summary.sent') }).waitFor();
  assert.equal((await checksOf(supervisor, next)).length, 1);
  await context.close();
});
