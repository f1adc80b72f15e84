// Each role and what it does: its pages in the rail and under the thumb, a lesson from the code on the wall to the hours,
// and windows that follow each other. What staff do about their score is in staff.test.mjs.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { phone } from './check.mjs';
import { account, signIn } from './people.mjs';
import { browse, demo } from './wardstar.mjs';
import { words } from './words.mjs';

const { url, signIns } = demo();
const t = words('ko');
const staff = ['/my-score', '/training', '/my-standards', '/recognition'];

// What is in the rail between Home and Me, and the places of a phone.
const roles = {
  staff: [staff, ['/', '/my-score', '/training', '/recognition']],
  'service-centre': [staff, ['/', '/my-score', '/training', '/recognition']],
  supervisor: [['/checks', '/outbox', ...staff], ['/checks', '/checks/new', '/', '/me']],
  'department-head': [['/checks', '/ranking', '/periods', '/codes', ...staff], ['/', '/ranking', '/periods', '/me']],
  trainer: [['/sessions', '/courses', ...staff], ['/sessions', '/scan', '/courses', '/me']],
  quality: [['/checks', '/ranking', '/periods', '/codes', '/ballot', ...staff], ['/', '/ranking', '/ballot', '/me']],
  hr: [['/ranking', '/periods', ...staff], ['/', '/periods', '/ranking', '/me']],
  finance: [['/ranking', '/periods', ...staff], ['/', '/periods', '/ranking', '/me']],
  leadership: [['/ranking', '/periods', ...staff], ['/', '/ranking', '/periods', '/me']],
  auditor: [['/checks', '/ranking', '/periods', '/ballot', ...staff], ['/', '/ranking', '/periods', '/me']],
  admin: [['/codes', ...staff], ['/', '/codes', '/training', '/me']],
};

let browser, session;
before(async () => {
  browser = await browse();
  const trainer = await account('trainer');
  const [course] = await trainer('GET', '/courses');
  session = await trainer('POST', '/training-sessions', {
    courseId: course.id, trainerId: trainer.session.employee.id, place: '5층 강의실', capacity: 0, then: [],
    startsAt: new Date(Date.now() - 60 * 60_000), endsAt: new Date(Date.now() + 45_000), // the other tests take longer than what is left
  });
});
after(() => browser.close());

async function open(role, path, options = {}) {
  const context = await browser.newContext({ locale: 'ko', reducedMotion: 'reduce', viewport: { width: 1280, height: 900 }, ...options });
  await signIn(context, role);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.follows = page.waitForResponse(/\/events$/).catch(() => {}); // some seconds after it is drawn
  await page.goto(url + path);
  await page.locator('#main h1').waitFor();
  return page;
}

const close = (...all) => Promise.all(all.map((page) => page.context().close()));

describe('a lesson', () => {
  test('the code on the wall checks a nurse in, and the roll shows her', async () => {
    const wall = await open('trainer', `/sessions/${session.id}`);
    await wall.getByRole('button', { name: t('sessions.showCode') }).click();
    const picture = await wall.getByRole('img', { name: t('sessions.code.picture') }).screenshot();
    const seen = execFileSync('zbarimg', ['--raw', '-q', '-'], { input: picture, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] }).trim();
    const { pathname, hash } = new URL(seen);
    const nurse = await open('staff', pathname + hash, phone);
    await nurse.getByRole('heading', { name: t('checkin.in') }).waitFor();
    assert.equal(new URL(nurse.url()).hash, '', 'the address forgets the code');
    await wall.getByRole('dialog').getByText('1', { exact: true }).waitFor();
    await wall.keyboard.press('Escape');
    await wall.getByText((await account('staff')).session.employee.name).waitFor();
    await close(wall, nurse);
  });
});

describe('each role sees its pages and no others', () => {
  const links = (page) => page.locator('nav >> visible=true').getByRole('link').evaluateAll((all) => all.map((a) => new URL(a.href).pathname));

  test('all roles are here', () => assert.deepEqual(Object.keys(roles).sort(), Object.keys(signIns).sort()));
  for (const [role, [rail, bar]] of Object.entries(roles)) {
    test(role, async () => {
      const page = await open(role, '/');
      assert.deepEqual((await links(page)).sort(), ['/', ...rail, '/me'].sort());
      await page.setViewportSize(phone.viewport);
      assert.deepEqual(await links(page), bar);
      await close(page);
    });
  }
});

test('a second window follows when another adds a month, without being touched', async () => {
  const [quality, hr] = [await open('quality', '/periods'), await open('hr', '/periods')];
  const rows = (page) => page.getByRole('table').getByRole('row');
  await rows(quality).nth(1).waitFor();
  const before = await rows(quality).count();
  await Promise.all([quality.follows, hr.follows]);
  const office = await account('hr');
  const [latest] = (await office('GET', '/periods')).map((p) => p.name).sort().reverse();
  const next = new Date(Date.UTC(Number(latest.slice(0, 4)), Number(latest.slice(5)), 1)).toISOString().slice(0, 7);
  await office('POST', '/periods', { name: next });
  for (const page of [quality, hr]) await rows(page).nth(before).waitFor();
  await close(quality, hr);
});

test('after the lesson its trainer credits the hours', async () => {
  await new Promise((over) => setTimeout(over, Math.max(0, Date.parse(session.endsAt) + 1000 - Date.now())));
  const page = await open('trainer', `/sessions/${session.id}`);
  const credit = page.getByRole('button', { name: t('sessions.credit'), exact: true });
  await credit.click({ timeout: 60_000 });
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('spinbutton').fill('45');
  await sheet.getByRole('button', { name: t('sessions.creditN', { n: 1 }) }).click();
  await sheet.getByText(t('sessions.credited', { n: 1, total: 45 })).waitFor();
  const nurse = await account('staff');
  const hours = await nurse('GET', `/employees/${nurse.session.employee.id}/hours`);
  assert.match(JSON.stringify(hours), /"minutes":45\b/);
  await close(page);
});
