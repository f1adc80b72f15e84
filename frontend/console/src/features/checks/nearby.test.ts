import { expect, test } from 'vitest';
import type { FieldStandard, Person, Roster, Standards } from '../../lib/field/types';
import { itemsOf } from './items';
import { below, find, inWard } from './nearby';

const person = (id: number, name: string, departmentId: number, more: Partial<Person> = {}): Person => ({
  id,
  number: String(id),
  name,
  latinName: '',
  postings: [{ departmentId, postId: 1 }],
  badges: [],
  outside: false,
  seen: 2,
  ...more,
});

const roster = {
  departments: [
    { id: 1, name: {} },
    { id: 2, name: {}, parentId: 1 },
    { id: 3, name: {}, parentId: 2 },
    { id: 4, name: {}, parentId: 1 },
  ],
  employees: [
    person(10, '李静', 3),
    person(11, '李明', 4),
    person(12, '王芳', 2, { seen: 0 }),
    person(13, '赵强', 3, { seen: 5, onDuty: 'day' }),
    person(14, '孙丽', 4, {
      postings: [
        { departmentId: 4, postId: 1 },
        { departmentId: 3, postId: 1 },
      ],
    }),
  ],
} as unknown as Roster;

const ids = (people: Person[]) => people.map((p) => p.id);

test('a ward has what is below it, however deep', () => {
  expect([...below(roster, 2)]).toEqual([2, 3]);
  expect(below(roster, 1).size).toBe(4);
});

test('in a ward are those on duty first, then whoever was observed least, with second postings', () => {
  expect(ids(inWard(roster, 2))).toEqual([13, 12, 10, 14]);
});

test('a name is looked for where the observer is, and elsewhere if nobody there has it', () => {
  expect(ids(find(roster, '李', 2))).toEqual([10]);
  expect(ids(find(roster, '李', 4))).toEqual([11]);
  expect(ids(find(roster, '王', 4))).toEqual([12]);
  expect(ids(find(roster, '李'))).toEqual([10, 11]);
});

const standard = (id: number, code: string, principal = false) => ({ id, code, principal }) as FieldStandard;

test('a post’s items come in the order of its set; without a set the principal ones hold', () => {
  const standards: Standards = {
    asOf: '',
    day: '2026-11-22',
    standards: [standard(1, 'smile', true), standard(2, 'call'), standard(3, 'badge', true)],
    posts: [{ postId: 7, standards: [3, 1, 2, 99] }],
  };
  expect(itemsOf(standards, 7)).toEqual(['badge', 'smile', 'call']);
  expect(itemsOf(standards, 8)).toEqual(['smile', 'badge']);
  expect(itemsOf(undefined, 7)).toEqual([]);
});
