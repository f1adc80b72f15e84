// A check on a phone: what the observer's thumb does, from the badge to Save.
import { words } from './words.mjs';

export const patience = 20_000;
export const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

/** The hands of an observer on a page that speaks a language: with a thumb, or with a mouse. */
export function observer(page, language, { by = 'tap' } = {}) {
  const t = words(language);
  page.setDefaultTimeout(patience);
  const button = (key, values) => page.getByRole('button', { name: t(key, values), exact: true });
  const sheet = page.getByRole('dialog');

  /** Which item is on screen, of how many; the summary is 0. */
  const at = async () => {
    const [, n = 0, of = 0] = (await page.locator('#main').innerText()).match(position) ?? [];
    return { n: Number(n), of: Number(of) };
  };
  const position = new RegExp(t('observe.where', { name: '', post: '', n: '(\\d+)', of: '(\\d+)' }).split('·').pop().trim());
  const on = (n, of) => page.getByText(position).and(page.getByText(t('observe.where', { name: '', post: '', n, of }).split('·').pop().trim())).waitFor();

  const hands = {
    t, page, button, sheet, at, on,
    press: (key, values) => button(key, values)[by](),
    answer: (result) => page.getByRole('radio', { name: t(`observe.result.${result}`), exact: true })[by](),

    /** Waits until the strip above the page says so. */
    told: (key, values) => page.getByRole('status').getByText(t(key, values)).first().waitFor(),

    /** Types the code of a badge, as one does whose camera is broken. */
    async typeCode(code) {
      await page.getByLabel(t('scan.code')).fill(code);
      await hands.begins();
    },
    async search(person) {
      await page.getByLabel(t('checks.search')).fill(person.number);
      await page.getByRole('link').filter({ hasText: person.name }).first()[by]();
      await hands.begins();
    },
    begins: () => page.getByRole('button', { name: t('checks.begin') }).waitFor(),

    /** Presses Start, and returns how many items there are. */
    async start() {
      await page.getByRole('button', { name: t('checks.begin') })[by]();
      await page.waitForURL(/\/checks\/[0-9a-f-]{36}$/);
      await page.getByText(position).waitFor();
      return (await at()).of;
    },

    /** What has been measured of the item on screen. */
    attempts: () => page.getByRole('list', { name: t('stopwatch.attempts') }).getByRole('listitem'),

    /** Takes one measurement; with a reason, one that does not count. */
    async measure(why) {
      const before = await hands.attempts().count();
      if (await button('stopwatch.again').isVisible()) await hands.press('stopwatch.again');
      await hands.press('stopwatch.start');
      await page.getByRole('timer').filter({ hasText: /0\.[2-9]|[1-9]\./ }).waitFor(); // sooner it would be the bounce of the same press
      await hands.press(why ? 'stopwatch.cancel' : 'stopwatch.stop');
      if (why) await sheet.getByRole('button', { name: t(`stopwatch.reason.${why}`) })[by]();
      await hands.attempts().nth(before).waitFor();
    },

    /** Answers all that is left with Met, and ends on the summary. */
    async finish() {
      for (let { n, of } = await at(); n > 0 && n <= of; n++) await hands.met();
    },

    /** Answers one item with Met, what is timed by a measurement, and goes on to the next. */
    async met() {
      const { n, of } = await at();
      if (await button('stopwatch.start').isVisible()) await hands.measure();
      else await hands.answer('met');
      await hands.next(n, of);
    },
    async next(n, of) {
      await hands.press(n < of ? 'observe.next' : 'observe.toSummary');
      if (n < of) await on(n + 1, of);
      else await page.getByRole('heading', { name: t('summary.title') }).waitFor();
    },

    /** Leaves the rest unanswered. */
    async toSummary() {
      await hands.press('observe.items');
      await sheet.getByRole('button', { name: t('observe.toSummary'), exact: true })[by]();
      await page.getByRole('heading', { name: t('summary.title') }).waitFor();
    },

    async save() {
      await hands.press('summary.save');
      const states = ['saved', 'sent', 'refused'].map((state) => t(`summary.${state}`)).join('|'); // it may be quick
      await page.getByRole('heading', { name: new RegExp(`^(${states})$`) }).waitFor();
    },
  };
  return hands;
}

/** A check of somebody of whom only the first item was seen, from any page. */
export async function shortCheck(hands, person) {
  const { page } = hands;
  await page.goto(new URL('/checks/new', page.url()).href);
  await hands.search(person);
  await hands.start();
  await hands.answer('met');
  await hands.toSummary();
  await hands.save();
}

/** A picture as the camera might hand it over: stripes, so that what is covered can be told. As a file for an input. */
export function stripes(width = 640, height = 480, stripe = 8) {
  const row = width * 3;
  const bytes = Buffer.alloc(54 + row * height);
  bytes.write('BM');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) bytes.fill(Math.floor(x / stripe) % 2 ? 255 : 0, 54 + y * row + x * 3, 54 + y * row + x * 3 + 3);
  }
  return { name: 'photo.bmp', mimeType: 'image/bmp', buffer: bytes };
}
