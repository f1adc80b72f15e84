// The people of the demo hospital: who signs in, and whom they observe.
import assert from 'node:assert/strict';
import { demo } from './wardstar.mjs';

const { url, signIns } = demo();

/** Somebody who is signed in, for the API: await hr('GET', '/periods'). A role, or a name and a password. */
export async function account(who) {
  const headers = { 'Content-Type': 'application/json' };
  const answer = async (method, path, body) => {
    const r = await fetch(`${url}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
    const json = r.headers.get('content-type')?.includes('json');
    const content = json ? await r.json() : Buffer.from(await r.arrayBuffer());
    assert.ok(r.ok, `${method} ${path}: ${r.status} ${json ? JSON.stringify(content) : ''}`);
    return { r, content };
  };
  const { r, content } = await answer('POST', '/session', signIns[who] ?? who);
  headers.Cookie = r.headers.get('set-cookie').split(';')[0];
  const [name, value] = headers.Cookie.split('=');
  const call = async (...what) => (await answer(...what)).content;
  return Object.assign(call, { session: content, cookie: { name, value, url, httpOnly: true, sameSite: 'Lax' } });
}

/** Signs a browser in without its pages; what it opens next knows who it is. */
export const signIn = async (context, role) => context.addCookies([(await account(role)).cookie]);

/** Signs in on the page, as a person does. */
export async function signInOn(page, { name, password }) {
  await page.locator('input[name=username]').fill(name);
  await page.locator('input[name=password]').fill(password);
  await page.keyboard.press('Enter');
  await page.locator('#main').waitFor();
}

let taken = 0;

/** Somebody to observe whom no other test of this file observes: a nurse, say, who works in one place only. */
export async function somebody(observer, post = 'nurse') {
  const { employees, posts, departments } = await observer('GET', '/field-roster');
  const { id } = posts.find((p) => p.code === post);
  const all = employees.filter((e) => e.postings.length === 1 && e.postings[0].postId === id && e.badges.length > 0);
  const person = all[taken++];
  return { ...person, department: departments.find((d) => d.id === person.postings[0].departmentId) };
}

/** What somebody's badge has printed under its square. */
export async function badgeOf(person) {
  const [badge] = await (await account('quality'))('GET', `/touchpoints?kind=badge&employeeId=${person.id}`);
  return badge;
}

const began = Date.now();

/** The checks of somebody that the server has stored from an observer since this file began, with all that was found. */
export async function checksOf(observer, person) {
  const { items } = await observer('GET', `/spot-checks?observerId=${observer.session.employee.id}&employeeId=${person.id}&limit=50`);
  const fresh = items.filter((check) => Date.parse(check.recordedAt) >= began);
  return Promise.all(fresh.map((check) => observer('GET', `/spot-checks/${check.id}`)));
}

/** Another account that holds a role, with a password of its own: the demo has one of each. */
export async function colleague(role) {
  const admin = await account('admin');
  const accounts = await admin('GET', '/accounts?limit=200');
  const employees = await admin('GET', '/employees?limit=200');
  const { id: employeeId } = employees.findLast((e) => accounts.every((a) => a.employeeId !== e.id));
  const name = `${role}-${employeeId}`;
  const { account: made, password } = await admin('POST', '/accounts', { name, employeeId });
  await admin('POST', `/accounts/${made.id}/roles`, { role });
  const own = `${name}-keeps-this-one`;
  await (await account({ name, password }))('POST', '/session/password', { oldPassword: password, newPassword: own });
  return { name, password: own };
}
