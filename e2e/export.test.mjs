// What HR does with a month: the file that payroll opens says what the API says.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { demo } from './wardstar.mjs';

const run = promisify(execFile);
const wardstar = demo();

// signIn returns a fetch of the API with a role's session.
async function signIn(role) {
  const answer = await fetch(`${wardstar.url}/api/v1/session`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(wardstar.signIns[role]),
  });
  assert.equal(answer.status, 201);
  const cookie = answer.headers.getSetCookie()[0].split(';')[0];
  return (path) => fetch(`${wardstar.url}/api/v1${path}`, { headers: { cookie } });
}

test('LibreOffice opens the export, and its figures are the ranking’s', async () => {
  const api = await signIn('hr');
  const periods = await (await api('/periods')).json();
  const period = periods.find((p) => p.status === 'computed').name;
  const ranking = await (await api(`/periods/${period}/ranking`)).json();
  const dir = await mkdtemp(join(tmpdir(), 'wardstar-export-'));
  try {
    const file = join(dir, 'scores.xlsx');
    await writeFile(file, Buffer.from(await (await api(`/periods/${period}/export?format=xlsx&lang=en`)).arrayBuffer()));
    const { stderr } = await run('soffice', [`-env:UserInstallation=file://${dir}/profile`, '--headless', '--convert-to',
      'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false', '--outdir', dir, file]);
    assert.doesNotMatch(stderr, /error|repair/i);
    const rows = table(await readFile(join(dir, 'scores.csv'), 'utf8'));
    const column = (name) => rows[0].findIndex((h) => new RegExp(name, 'i').test(h));
    const [number, score, star] = [column('number'), column('^score$'), column('star')];
    assert.ok(number >= 0 && score >= 0, rows[0].join(' | '));
    const exported = new Map(rows.slice(1).map((r) => [r[number], r]));
    const standings = ranking.groups.flatMap((g) => g.rows);
    assert.ok(standings.length > 200);
    for (const s of standings) {
      const row = exported.get(s.number);
      assert.ok(row, `${s.number} is missing`);
      assert.ok(Math.abs(Number(row[score]) - s.score / 10000) < 1e-9, `${s.number}: ${row[score]} and ${s.score}`);
    }
    assert.ok(star >= 0);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});

test('the same month exported twice is the same file', async () => {
  const api = await signIn('finance');
  const period = (await (await api('/periods')).json()).find((p) => p.status === 'computed').name;
  for (const format of ['xlsx', 'csv']) {
    const once = Buffer.from(await (await api(`/periods/${period}/export?format=${format}`)).arrayBuffer());
    const again = Buffer.from(await (await api(`/periods/${period}/export?format=${format}`)).arrayBuffer());
    assert.ok(once.length > 10_000 && once.equals(again), format);
  }
});

// table reads the simple CSV that LibreOffice writes.
function table(text) {
  return text.trim().split('\n').map((line) =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((m) => m[1].replace(/^"|"$/g, '').replaceAll('""', '"')));
}
