// A round without a network: what was observed, measured and photographed is on the phone, and arrives once.
import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { observer, patience, phone, stripes } from './check.mjs';
import { network } from './network.mjs';
import { account, badgeOf, checksOf, signInOn, somebody } from './people.mjs';
import { browse, demo } from './wardstar.mjs';

const { url, signIns } = demo();
let supervisor, profile, first, second, context, net;

before(async () => {
  supervisor = await account('supervisor');
  net = await network(url);
  profile = await mkdtemp(join(tmpdir(), 'wardstar-phone-'));
  first = await somebody(supervisor);
  second = await somebody(supervisor);
});
after(async () => {
  await context?.close();
  net?.close();
});

// openPhone starts the browser as one opens the app: with all that the phone has kept.
async function openPhone() {
  context = await browse({ profile, ...phone, locale: 'zh-CN', reducedMotion: 'reduce', offline: net.isCut });
  const page = context.pages()[0] ?? (await context.newPage());
  return observer(page, 'zh-CN');
}

const installed = (page) => page.waitForFunction(() => navigator.serviceWorker.controller);

test('two checks without a network, a reload in the middle, the phone restarted: both arrive, once, as entered', async () => {
  const code = (await badgeOf(first)).code;
  let hands = await openPhone();
  let { page } = hands;
  const { t } = hands;
  await page.goto(`${net.url}/checks`);
  await signInOn(page, signIns.supervisor);
  await page.getByText(t('plan.title')).waitFor(); // the kit is on the phone
  await installed(page);

  net.cut();
  await context.setOffline(true);
  await page.goto(`${net.url}/checks`); // opened again from its address
  await hands.told('offline.saved');
  await page.getByRole('link', { name: t('checks.start') }).first().tap();
  await hands.typeCode(code.toLowerCase());
  const items = await hands.start();
  const shown = await firstCheck(hands, items);
  await hands.save();
  await hands.told('offline.waiting', { n: 1 });

  await page.getByRole('link', { name: t('summary.next') }).tap();
  await hands.search(second);
  await hands.start();
  await hands.met();
  await hands.met();
  await hands.answer('partly');
  await hands.sheet.getByLabel(t('observe.noteLabel')).fill('走得太急');
  await page.reload();
  await hands.on(3, items);
  await page.getByText('走得太急').waitFor();
  assert.equal(await page.getByRole('radio', { name: t('observe.result.partly') }).getAttribute('aria-checked'), 'true');
  await hands.next(3, items);
  await hands.finish();
  await hands.save();
  await hands.told('offline.waiting', { n: 2 });

  await context.close();
  hands = await openPhone();
  page = hands.page;
  await page.goto(`${net.url}/outbox`);
  await hands.told('offline.waiting', { n: 2 });
  for (const person of [first, second]) await page.getByText(person.name).waitFor();
  assert.deepEqual(await Promise.all([first, second].map(stored)), [0, 0], 'nothing has been sent');

  net.mend();
  net.losesAnswers = true; // the first check arrives, and the phone doesn't hear of it
  await context.setOffline(false);
  await page.getByRole('heading', { name: t('outbox.empty') }).waitFor({ timeout: 2 * patience });
  assert.equal(net.sent('POST /api/v1/spot-checks'), 3, 'two checks, one of them again because its answer was lost');
  const [[one], [two]] = [await checksOf(supervisor, first), await checksOf(supervisor, second)];
  await asEntered(one, items, shown);
  assert.deepEqual(results(two), { met: items - 1, partly: 1 });
  assert.equal(two.findings[2].note, '走得太急');

  await page.reload();
  await page.getByRole('heading', { name: t('outbox.empty') }).waitFor();
  assert.deepEqual(await Promise.all([first, second].map(stored)), [1, 1], 'each once');
});

const stored = async (person) => (await checksOf(supervisor, person)).length;

const results = ({ findings }) => findings.reduce((n, f) => ({ ...n, [f.result]: (n[f.result] ?? 0) + 1 }), {});

// firstCheck goes through all items: a deduction, a measurement that does not count and two that do, a reason, a photo.
// It returns the measurements as the phone shows them.
async function firstCheck(hands, items) {
  const { page, t, sheet } = hands;
  let shown;
  for (let n = 1; n <= items; n++) {
    await hands.on(n, items);
    if (!shown && (await hands.button('stopwatch.start').isVisible())) {
      await hands.measure('mistake');
      await hands.measure();
      await hands.measure();
      shown = await hands.attempts().allInnerTexts();
      await hands.next(n, items);
    } else if (n === 1) {
      await hands.answer('not-met');
      await sheet.getByLabel(t('observe.noteLabel')).fill('低头看手机，没有招呼');
      await sheet.getByRole('button', { name: t('observe.done'), exact: true }).tap();
      await photograph(hands);
      await hands.next(n, items);
    } else if (n === 2) {
      await page.getByRole('radio', { name: t('observe.else') }).tap();
      await sheet.getByRole('button', { name: t('observe.notSeenWhy') }).tap();
      await hands.next(n, items);
    } else await hands.met();
  }
  return shown;
}

// photograph takes a photo of the item on screen, and covers the upper left of it.
async function photograph({ page, t, sheet, press }) {
  await page.locator('input[type=file]').setInputFiles(stripes());
  const { x, y, width, height } = await sheet.getByRole('application').locator('canvas').boundingBox();
  for (const down of [0.1, 0.2, 0.3]) {
    await page.mouse.move(x + width * 0.05, y + height * down);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.4, y + height * down, { steps: 4 });
    await page.mouse.up();
  }
  await press('photo.save');
  await sheet.waitFor({ state: 'hidden' });
  await page.getByRole('img', { name: t('photo.show', { n: 1 }) }).waitFor();
}

async function asEntered(check, items, shown) {
  assert.equal(check.employeeId, first.id);
  assert.deepEqual(results(check), { 'not-met': 1, 'not-seen': 1, met: items - 2 });
  const [deduction] = check.findings;
  assert.equal(deduction.note, '低头看手机，没有招呼');
  const { attempts } = check.findings.find((f) => f.attempts?.length > 1);
  assert.equal(attempts.length, 3);
  assert.match(attempts[0].cancelled, /按错/);
  assert.equal(attempts.filter((a) => a.cancelled).length, 1);
  assert.equal(shown.length, 3);
  for (const [i, { milliseconds }] of attempts.entries()) {
    const seconds = Number(shown[i].match(/\d+\.\d/)[0]);
    assert.ok(Math.abs(seconds - milliseconds / 1000) <= 0.1, `${shown[i]} was sent as ${milliseconds} ms`);
  }
  assert.equal(deduction.photos.length, 1);
  const photo = await supervisor('GET', `/spot-check-photos/${deduction.photos[0].id}`);
  const { covered, open } = await contrast(photo);
  assert.ok(open > 100, `stripes are seen: ${open}`);
  assert.ok(covered < open / 4, `what was covered is not: ${covered} of ${open}`);
}

// contrast tells how much neighbouring stripes differ where the photo was covered, and where it was not.
async function contrast(jpeg) {
  const [page] = context.pages();
  return page.evaluate(async (base64) => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))]));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const drawing = canvas.getContext('2d');
    drawing.drawImage(bitmap, 0, 0);
    const spread = (x, y, w, h) => {
      const { data } = drawing.getImageData(x * bitmap.width, y * bitmap.height, w * bitmap.width, h * bitmap.height);
      const grey = data.filter((_, i) => i % 4 === 0);
      return Math.max(...grey) - Math.min(...grey);
    };
    return { covered: spread(0.15, 0.15, 0.15, 0.1), open: spread(0.7, 0.7, 0.2, 0.2) };
  }, jpeg.toString('base64'));
}
