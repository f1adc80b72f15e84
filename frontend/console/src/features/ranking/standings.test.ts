import { expect, test } from 'vitest';
import type { Standing } from '../../api/types';
import { chosen, counts, tick } from './standings';

const row = (employeeId: number, name: string, latinName: string, departmentId: number, position = 'same') =>
  ({ employeeId, number: `E${employeeId}`, name, latinName, departmentId, position }) as Standing;

const rows = [
  row(1, '李娜', 'Li Na', 3, 'above'),
  row(2, '김민지', 'Kim Minji', 4),
  row(3, 'Zoë Müller', '', 3, 'below'),
];

test.each([
  ['everything', {}, [1, 2, 3]],
  ['a name in its own script', { q: '李' }, [1]],
  ['a name in Latin letters, words in any order', { q: 'minji kim' }, [2]],
  ['without its accents', { q: 'zoe muller' }, [3]],
  ['a staff number', { q: 'e2' }, [2]],
  ['a department', { department: 3 }, [1, 3]],
  ['both', { department: 3, q: 'na' }, [1]],
  ['nothing', { q: 'wang' }, []],
])('finds %s', (_, filter, want) => expect(chosen(rows, filter).map((r) => r.employeeId)).toEqual(want));

test('counts by position', () => expect(counts(rows)).toEqual({ above: 1, same: 1, below: 1 }));

test.each([
  [[], 1, [1]],
  [[1], 2, [1, 2]],
  [[1, 2], 3, [2, 3]],
  [[1, 2], 1, [2]],
])('of %j, ticking %d leaves %j', (ticked, id, want) => expect(tick(ticked, id)).toEqual(want));
