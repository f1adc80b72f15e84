// What comes between on a phone that is used all day: two tabs, a clock that is wrong, a new version of the app.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { observer, phone, shortCheck } from './check.mjs';
import { network } from './network.mjs';
import { account, checksOf, signIn, somebody } from './people.mjs';
import { browse, demo } from './wardstar.mjs';

const { url } = demo();
const hour = 3600_000;
let browser, supervisor, net;

before(async () => {
  browser = await browse();
  supervisor = await account('supervisor');
  net = await network(url);
});
after(async () => {
  await browser.close();
  net.close();
});

async function open(language) {
  const context = await browser.newContext({ ...phone, locale: language, reducedMotion: 'reduce' });
  await signIn(context, 'supervisor');
  return context;
}

// today opens the page of checks in a new tab, and waits until the app is on the phone.
async function today(context, language) {
  const hands = observer(await context.newPage(), language);
  const { page, t } = hands;
  await page.goto(`${net.url}/checks`);
  await page.getByRole('heading', { name: t('plan.title') }).waitFor();
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  return hands;
}

test('two tabs, a check in each, the network is back: each is sent once', async () => {
  const context = await open('zh-TW');
  const tabs = [await today(context, 'zh-TW'), await today(context, 'zh-TW')];
  const people = [await somebody(supervisor), await somebody(supervisor)];
  net.cut();
  await context.setOffline(true);
  for (const [i, hands] of tabs.entries()) {
    await hands.page.bringToFront();
    await shortCheck(hands, people[i]);
  }
  for (const hands of tabs) await hands.told('offline.waiting', { n: 2 });
  net.mend();
  await context.setOffline(false);
  for (const { page, t } of tabs) await page.getByRole('heading', { name: t('summary.sent') }).waitFor();
  assert.equal(net.sent('POST /api/v1/spot-checks'), 2);
  for (const person of people) assert.equal((await checksOf(supervisor, person)).length, 1, person.name);
  await context.close();
});

test('a clock that is an hour fast: the phone says so, and the server puts the times right', async () => {
  const context = await open('ko');
  await context.clock.install({ time: Date.now() + hour });
  const hands = await today(context, 'ko');
  const { page, t } = hands;
  await hands.told('offline.ahead', { n: 60 });
  const person = await somebody(supervisor);
  await shortCheck(hands, person);
  await page.getByRole('heading', { name: t('summary.sent') }).waitFor();
  const [check] = await checksOf(supervisor, person);
  assert.ok(Math.abs(check.skewMs - hour) < 60_000, `${check.skewMs} ms ahead`);
  assert.ok(Math.abs(Date.now() - Date.parse(check.startedAt)) < 120_000, `began ${check.startedAt}`);
  await page.goto(`${net.url}/checks/done/${check.id}`);
  await page.getByText(t('checks.skewAhead', { n: 60 })).waitFor();
  await context.close();
});

test('a new version waits until the check is over, and is taken when somebody says so', async () => {
  const context = await open('en');
  await context.clock.install();
  const hands = await today(context, 'en');
  const { page, t } = hands;
  const person = await somebody(supervisor);
  await page.goto(`${net.url}/checks/new`);
  await hands.search(person);
  const items = await hands.start();
  await hands.met();

  net.change('/sw.js', (worker) => `${worker}\n// a newer build`);
  await page.clock.fastForward(61_000); // it asks for versions once a minute at most
  await context.setOffline(true);
  await hands.told('offline.saved');
  await context.setOffline(false);
  await page.waitForFunction(() => navigator.serviceWorker.getRegistration().then((r) => Boolean(r?.waiting)));
  await page.reload();
  await hands.on(2, items);
  assert.equal(await page.getByText(t('update.ready')).count(), 0, 'not in the middle of a check');
  await hands.met();

  await hands.press('observe.close');
  await hands.sheet.getByRole('button', { name: t('observe.leave'), exact: true }).tap();
  await hands.told('update.ready');
  await Promise.all([page.waitForEvent('load'), hands.press('update.now')]);
  await page.getByRole('link', { name: t('checks.goOn', { name: person.name }) }).tap();
  await hands.on(3, items);
  assert.equal(await page.getByText(t('update.ready')).count(), 0, 'it has been taken');
  await context.close();
});
