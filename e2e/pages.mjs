// Every page of the console, with the role that is at home there. What needs an id is asked for as that role.
import { randomUUID } from 'node:crypto';
import { observer, stripes } from './check.mjs';
import { words } from './words.mjs';

/**
 * The pages: a name, a role, and a path or how to find it. bare: it fills the screen; out: for nobody signed in; before:
 * what is done on the page, in its language, before it is looked at.
 */
export const pages = [
  { name: 'sign-in', path: '/', out: true },
  { name: 'home-staff', role: 'staff', path: '/' },
  { name: 'home-supervisor', role: 'supervisor', path: '/' },
  { name: 'home-trainer', role: 'trainer', path: '/' },
  { name: 'home-head', role: 'department-head', path: '/' },
  { name: 'home-hr', role: 'hr', path: '/' },
  { name: 'home-admin', role: 'admin', path: '/' },
  { name: 'my-score', role: 'staff', path: '/my-score' },
  { name: 'my-score-reply', role: 'staff', path: '/my-score', before: reply },
  { name: 'my-standards', role: 'staff', path: '/my-standards' },
  { name: 'my-phrases', role: 'staff', path: '/my-standards?view=phrases' },
  { name: 'recognition', role: 'staff', path: '/recognition' },
  { name: 'recognition-of-all', role: 'quality', path: '/recognition' },
  { name: 'score-of', role: 'quality', path: someone },
  { name: 'ranking', role: 'hr', path: '/ranking' },
  { name: 'ranking-table', role: 'hr', path: '/ranking?view=table' },
  { name: 'periods', role: 'hr', path: '/periods' },
  { name: 'checks', role: 'supervisor', path: '/checks' },
  { name: 'checks-of-all', role: 'quality', path: '/checks' },
  { name: 'check-new', role: 'supervisor', path: '/checks/new' },
  { name: 'check-whom', role: 'supervisor', path: '/checks/new', before: searched },
  { name: 'check-start', role: 'supervisor', path: toObserve, bare: true },
  { name: 'check-item', role: 'supervisor', path: toObserve, bare: true, before: item },
  { name: 'check-note', role: 'supervisor', path: toObserve, bare: true, before: note },
  { name: 'check-else', role: 'supervisor', path: toObserve, bare: true, before: cannotJudge },
  { name: 'check-photo', role: 'supervisor', path: toObserve, bare: true, before: photo },
  { name: 'check-ready', role: 'supervisor', path: toObserve, bare: true, before: timed },
  { name: 'check-running', role: 'supervisor', path: toObserve, bare: true, before: running },
  { name: 'check-timed', role: 'supervisor', path: toObserve, bare: true, before: measured },
  { name: 'check-items', role: 'supervisor', path: toObserve, bare: true, before: overview },
  { name: 'check-leave', role: 'supervisor', path: toObserve, bare: true, before: leave },
  { name: 'check-summary', role: 'supervisor', path: toObserve, before: summary },
  { name: 'check-saved', role: 'supervisor', path: toObserve, bare: true, before: saved },
  { name: 'check-done', role: 'supervisor', path: ownCheck },
  { name: 'outbox', role: 'supervisor', path: '/outbox' },
  { name: 'outbox-waiting', role: 'supervisor', path: toObserve, before: waiting },
  { name: 'outbox-refused', role: 'supervisor', path: toObserve, before: refused },
  { name: 'sessions', role: 'trainer', path: '/sessions' },
  { name: 'session-new', role: 'trainer', path: '/sessions', before: planned },
  { name: 'session', role: 'trainer', path: openSession },
  { name: 'session-code', role: 'trainer', path: async (...on) => `${await openSession(...on)}?view=code`, bare: true },
  { name: 'session-scan', role: 'trainer', path: async (...on) => `${await openSession(...on)}?view=scan` },
  { name: 'session-past', role: 'trainer', path: pastSession },
  { name: 'courses', role: 'trainer', path: '/courses' },
  { name: 'check-in', role: 'staff', path: '/check-in' },
  { name: 'training', role: 'staff', path: '/training' },
  { name: 'codes', role: 'quality', path: '/codes' },
  { name: 'ballot', role: 'quality', path: '/ballot' },
  { name: 'me', role: 'staff', path: '/me' },
  { name: 'me-supervisor', role: 'supervisor', path: '/me' },
  { name: 'api-docs', path: '/api-docs', out: true, before: aFewOfAll },
  { name: 'not-found', role: 'staff', path: '/nowhere' },
  { name: 'not-allowed', role: 'staff', path: '/ranking' },
];

/** The path of a page, asked with the cookies of whoever is signed in. */
export const pathOf = (page, request, url) => (typeof page.path === 'string' ? page.path : page.path(request, url));

/** Waits until a page is drawn and its data are there. */
export async function drawn(tab) {
  await tab.locator('h1').first().waitFor({ timeout: 20_000 });
  await tab.waitForFunction(() => !document.querySelector('[aria-busy=true]'));
}

async function first(request, url, path, key = 'items') {
  const answer = await (await request.get(`${url}/api/v1${path}`)).json();
  const list = Array.isArray(answer) ? answer : answer[key];
  if (!list?.length) throw new Error(`${path} lists nothing`);
  return list[0];
}

async function someone(request, url) {
  return `/scores/${(await first(request, url, '/employees?limit=1')).id}`;
}

async function toObserve(request, url) {
  const { employees, posts } = await (await request.get(`${url}/api/v1/field-roster`)).json();
  const nurse = posts.find((post) => post.code === 'nurse').id;
  return `/checks/new?employee=${employees.find((e) => e.postings.length === 1 && e.postings[0].postId === nurse).id}`;
}

async function ownCheck(request, url) {
  const { employee } = await (await request.get(`${url}/api/v1/session`)).json();
  return `/checks/done/${(await first(request, url, `/spot-checks?observerId=${employee.id}&limit=1`)).id}`;
}

// openSession plans a session that has begun, unless there is one.
let begun;
async function openSession(request, url) {
  begun ??= await plan(request, url, -600_000, 3000_000);
  return `/sessions/${begun}`;
}

let held;
async function pastSession(request, url) {
  held ??= await plan(request, url, -7200_000, -3600_000);
  return `/sessions/${held}`;
}

async function plan(request, url, from, to) {
  const { employee } = await (await request.get(`${url}/api/v1/session`)).json();
  const course = await first(request, url, '/courses');
  const at = (after) => new Date(Date.now() + after).toISOString();
  const answer = await request.post(`${url}/api/v1/training-sessions`, {
    data: { courseId: course.id, trainerId: employee.id, place: randomUUID().slice(0, 8), capacity: 0, startsAt: at(from), endsAt: at(to), then: [] },
    headers: { 'sec-fetch-site': 'same-origin' },
  });
  if (!answer.ok()) throw new Error(`plan a session: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()).id;
}

// aFewOfAll leaves three chapters of the API's description: the others are made alike, and axe reads for minutes.
async function aFewOfAll(tab) {
  await tab.evaluate(() => {
    for (const chapter of [...document.querySelectorAll('main section[aria-labelledby]')].slice(3)) chapter.remove();
  });
}

async function reply(tab, language) {
  await tab.getByRole('button', { name: words(language)('reply.writeToRatings') }).click();
  await tab.getByRole('dialog').waitFor();
}

async function searched(tab, language) {
  await tab.getByLabel(words(language)('checks.search')).fill('a');
}

async function planned(tab, language) {
  await tab.getByRole('button', { name: words(language)('sessions.new') }).first().click();
  await tab.getByRole('dialog').waitFor();
}

async function item(tab, language) {
  const hands = observer(tab, language, { by: 'click' });
  if (!(await hands.at()).n) await hands.start();
  return hands;
}

async function note(tab, language) {
  const hands = await item(tab, language);
  await hands.answer('not-met');
  await hands.sheet.waitFor();
  return hands;
}

async function cannotJudge(tab, language) {
  const { t, sheet } = await item(tab, language);
  await tab.getByRole('radio', { name: t('observe.else') }).click();
  await sheet.waitFor();
}

async function photo(tab, language) {
  const { button } = await item(tab, language);
  await tab.locator('input[type=file]').setInputFiles(stripes(320, 240));
  await button('photo.save').waitFor();
}

async function timed(tab, language) {
  const hands = await item(tab, language);
  const { n, of } = await hands.at();
  for (let at = n; at <= of && !(await hands.button('stopwatch.start').isVisible()); at++) await hands.next(at, of);
  return hands;
}

async function running(tab, language) {
  const hands = await timed(tab, language);
  await hands.press('stopwatch.start');
  await tab.getByRole('timer').waitFor();
}

async function measured(tab, language) {
  const hands = await timed(tab, language);
  await hands.measure('mistake');
  await hands.measure();
}

async function overview(tab, language) {
  const hands = await item(tab, language);
  await hands.press('observe.items');
  await hands.sheet.waitFor();
}

async function leave(tab, language) {
  const hands = await item(tab, language);
  await hands.press('observe.close');
  await hands.sheet.waitFor();
}

async function summary(tab, language) {
  const hands = await note(tab, language);
  await hands.sheet.getByRole('button', { name: hands.t('observe.done'), exact: true }).click();
  await hands.toSummary();
}

async function saved(tab, language) {
  const hands = await item(tab, language);
  await tab.route('**/api/v1/spot-checks', (route) => route.abort());
  await hands.answer('met');
  await hands.toSummary();
  await hands.save();
  return hands;
}

async function waiting(tab, language) {
  const hands = await saved(tab, language);
  await tab.goto(new URL('/outbox', tab.url()).href);
  await tab.getByRole('button', { name: hands.t('outbox.send') }).waitFor();
}

async function refused(tab, language) {
  const { t } = await saved(tab, language);
  const problem = { code: 'not-found', reason: 'posting-ended', message: 'no posting there on that day', fields: {} };
  await tab.route('**/api/v1/spot-checks', (route) => route.fulfill({ status: 404, json: problem }));
  await tab.goto(new URL('/outbox', tab.url()).href);
  await tab.getByRole('button', { name: t('outbox.fix') }).waitFor();
}
