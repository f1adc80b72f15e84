// How long a spot check takes the observer: a scripted thumb with real touches types the code of a badge, presses Start,
// answers eight items with Met, and saves. A person who knows the screens needs about 300 ms to see what came and to hit
// the next button, so that the thumb rests so long before each press and before each character. No reading, observing or
// timing is in it (therapists' first eight items have nothing to time). On a processor four times slower than this one.
// Printed by make bench; run.mjs starts the server.
import { observer, phone } from './check.mjs';
import { account, badgeOf, signIn, somebody } from './people.mjs';
import { browse, demo } from './wardstar.mjs';

const target = 25; // seconds
const rounds = 5;
const items = 8;
const pause = 300; // ms, a tap

const { url } = demo();
const rest = () => new Promise((resolve) => setTimeout(resolve, pause));
const supervisor = await account('supervisor');
const browser = await browse();
const context = await browser.newContext({ ...phone, locale: 'zh-CN' });
await signIn(context, 'supervisor');
const page = await context.newPage();
const hands = observer(page, 'zh-CN');
const { t } = hands;
const tap = async (locator) => {
  await locator.waitFor();
  await rest();
  await locator.tap();
};
await page.goto(`${url}/checks`);
await page.getByRole('heading', { name: t('plan.title') }).waitFor();
await page.waitForFunction(() => navigator.serviceWorker.controller);
const cdp = await context.newCDPSession(page);
await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });

const times = [];
for (let round = 0; round < rounds; round++) {
  const { code } = await badgeOf(await somebody(supervisor, 'therapist'));
  await page.goto(`${url}/checks`);
  const start = page.locator('#main').getByRole('link', { name: t('checks.start') });
  await start.waitFor();
  const begun = performance.now();
  await tap(start);
  await tap(page.getByLabel(t('scan.code')));
  await page.keyboard.type(code, { delay: pause });
  await hands.begins();
  await rest();
  const all = await hands.start();
  for (let n = 1; n <= items; n++) {
    await hands.on(n, all);
    const met = page.getByRole('radio', { name: t('observe.result.met'), exact: true });
    await tap(met);
    await tap(met); // a second press goes on
  }
  await tap(hands.button('observe.items'));
  await tap(hands.sheet.getByRole('button', { name: t('observe.toSummary'), exact: true }));
  await tap(hands.button('summary.save'));
  await page.getByRole('heading', { name: new RegExp(`^(${t('summary.saved')}|${t('summary.sent')})$`) }).waitFor();
  times.push((performance.now() - begun) / 1000);
}
await browser.close();
times.sort((a, b) => a - b);
const median = times[(rounds - 1) / 2];
console.log(`spot check, eight items, from typing the code to saved, a thumb of ${pause} ms a tap, 4 x slower processor:` +
  ` ${median.toFixed(1)} s (${times[0].toFixed(1)} to ${times.at(-1).toFixed(1)}), ${(median / target).toFixed(2)} of the ${target} s it may take`);
