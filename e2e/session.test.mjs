// The session ends while somebody observes: nothing of the check is lost, and it goes out as theirs, once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { observer, phone } from './check.mjs';
import { network } from './network.mjs';
import { account, checksOf, colleague, signInOn, somebody } from './people.mjs';
import { browse, demo } from './wardstar.mjs';

const { url, signIns } = demo();
let browser, net;

before(async () => {
  browser = await browse();
  net = await network(url);
});
after(async () => {
  await browser.close();
  net.close();
});

test('a check goes on, waits, and is sent after signing in; a colleague on the same phone neither sees nor sends it', async () => {
  const supervisor = await account('supervisor');
  const other = await colleague('supervisor');
  const person = await somebody(supervisor, 'pharmacist');
  const context = await browser.newContext({ ...phone, locale: 'en', reducedMotion: 'reduce' });
  const hands = observer(await context.newPage(), 'en');
  const { page, t } = hands;
  await page.goto(`${net.url}/checks/new`);
  await signInOn(page, signIns.supervisor);
  await hands.search(person);
  const items = await hands.start();
  await hands.met();
  await hands.met();

  await supervisor('POST', '/sessions/end-others', {});
  await hands.met();
  await hands.finish();
  assert.equal(await page.getByRole('heading', { name: t('signIn.title') }).count(), 0, 'nothing comes between');
  await hands.press('summary.save');
  await page.getByRole('heading', { name: t('signIn.title') }).waitFor();
  await page.getByText(t('signIn.ended')).waitFor();
  await page.getByText(t('offline.leaving', { n: 1 })).waitFor(); // it is safe
  assert.deepEqual(await checksOf(supervisor, person), []);

  await signInOn(page, other);
  await page.goto(`${net.url}/outbox`);
  await page.getByText(t('outbox.foreign', { n: 1 })).waitFor();
  assert.doesNotMatch(await page.locator('body').innerText(), new RegExp(person.name));
  await page.goto(`${net.url}/checks`);
  await page.getByRole('heading', { name: t('plan.title') }).or(page.getByText(t('plan.none'))).first().waitFor();
  assert.equal(net.sent('POST /api/v1/spot-checks'), 1, 'only the attempt of its own account');

  await page.goto(`${net.url}/me`);
  await hands.press('nav.signOut');
  await page.getByRole('heading', { name: t('signIn.title') }).waitFor();
  await page.goto(`${net.url}/outbox`);
  await signInOn(page, signIns.supervisor);
  await page.getByRole('heading', { name: t('outbox.sent') }).waitFor();
  const [check, ...more] = await checksOf(supervisor, person);
  assert.deepEqual(more, [], 'once');
  assert.equal(check.met, items);
  assert.equal(check.observerId, supervisor.session.employee.id);
  await context.close();
});
