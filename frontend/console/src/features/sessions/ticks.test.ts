import { expect, test } from 'vitest';
import { add, cameAt, due, meet, restore, sent, type Tick, undo, undoFor } from './ticks';

const li = { employeeId: 1, number: 'N1', name: '李静' };
const kim = { employeeId: 2, number: 'N2', name: '김민지' };
const none: Tick[] = [];

test('whom a scan meets', () => {
  const ticks = add(none, li, 0);
  const there = new Set([7]);
  expect(meet(ticks, there, 9, kim)).toBe('new');
  expect(meet(ticks, there, 9, li)).toBe('again');
  expect(meet(ticks, there, 9, { ...kim, employeeId: 7 })).toBe('there');
  expect(meet(ticks, there, 2, kim)).toBe('self');
  expect(meet(sent(ticks, 1, 'refused', 0), there, 9, li)).toBe('new'); // who was refused may be tried again
});

test('a scan can be taken back until it is sent, and is sent once', () => {
  const ticks = add(add(none, li, 0), kim, 4_000);
  expect(ticks.map((t) => t.name)).toEqual(['김민지', '李静']); // the latest first
  expect(due(ticks, undoFor - 1)).toBeUndefined();
  expect(due(ticks, undoFor)?.name).toBe('李静');
  const after = sent(ticks, 1, 'sent', undoFor);
  expect(due(after, undoFor)).toBeUndefined();
  expect(undo(after, 1)).toHaveLength(2); // too late
  expect(undo(after, 2)).toHaveLength(1);
  expect(due(after, 0, true)?.name).toBe('김민지'); // the page is left: nothing waits any longer
});

test('scanned twice, somebody counts once', () => {
  expect(add(add(none, li, 0), li, 5_000)).toHaveLength(1);
});

test('without a network it is tried again, ever later, and stays undoable', () => {
  let ticks = add(none, li, 0);
  const at: number[] = [];
  for (let now = undoFor, i = 0; i < 8; i++) {
    ticks = sent(ticks, 1, 'away', now);
    at.push((ticks[0]?.due ?? 0) - now);
    now = ticks[0]?.due ?? 0;
  }
  expect(at).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 30_000]);
  expect(undo(ticks, 1)).toEqual([]);
});

test('when somebody came', () => {
  const session = { endsAt: '2026-11-22T08:00:00Z' };
  const [tick] = add(none, li, Date.parse('2026-11-22T07:20:00Z')) as [Tick];
  expect(cameAt(tick, session, 0)).toBe('2026-11-22T07:19:59.000Z');
  expect(cameAt(tick, session, 120_000)).toBe('2026-11-22T07:17:59.000Z'); // a clock that is ahead
  expect(cameAt(tick, session, -120_000)).toBe('2026-11-22T07:19:59.000Z'); // one that is behind is in the past all the same
  expect(cameAt(tick, { endsAt: '2026-11-22T07:00:00Z' }, 0)).toBeNull();
});

test('a reload loses nothing that has yet to be sent', () => {
  const ticks = sent(add(add(none, li, 0), kim, 10), 1, 'sent', 20);
  expect(restore(JSON.stringify(ticks), 1_000).map((t) => t.name)).toEqual(['김민지']);
  expect(restore(JSON.stringify(ticks), 864e5 + 11)).toEqual([]); // another day
  expect(restore('[{"state":"held"}]', 0)).toEqual([]);
  expect(restore('nonsense', 0)).toEqual([]);
  expect(restore(null, 0)).toEqual([]);
});
