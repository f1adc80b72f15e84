import { expect, test } from 'vitest';
import type { Certificate, Qualification } from '../../api/types';
import { papersOf } from './papers';

const certificate = (id: number, kindId: number, more: Partial<Certificate> = {}) =>
  ({
    id,
    kindId,
    kind: { en: `kind ${kindId}` },
    status: 'confirmed',
    state: 'valid',
    renewed: false,
    ...more,
  }) as Certificate;
const required = (more: Partial<Qualification>) =>
  ({ what: { en: 'asked for' }, state: 'valid', ...more }) as Qualification;

test('what is to be done comes first, the most urgent of it at the top', () => {
  const { attend, valid } = papersOf(
    [
      certificate(1, 1),
      certificate(2, 2, { state: 'expiring', validUntil: '2026-12-09' }),
      certificate(3, 3, { state: 'expired', validUntil: '2026-11-01' }),
      certificate(4, 4, { status: 'submitted', state: '' }),
    ],
    [required({ courseId: 7 }), required({ assessmentId: 8, state: 'missing' })],
  );
  expect(attend.map((p) => p.state)).toEqual(['expired', 'missing', 'waiting', 'expiring']);
  expect(valid.map((p) => p.key)).toEqual(['certificate-1', 'required--7-']);
});

test('a requirement that a certificate meets, or fails, is said once', () => {
  const { attend, valid } = papersOf(
    [certificate(1, 1, { state: 'expired' })],
    [required({ kindId: 1, state: 'expired' }), required({ kindId: 2, state: 'missing' })],
  );
  expect(attend.map((p) => p.key)).toEqual(['certificate-1', 'required-2--']);
  expect(valid).toEqual([]);
});

test('what was renewed or refused is history', () => {
  const { attend, valid } = papersOf(
    [certificate(1, 1, { state: 'expired', renewed: true }), certificate(2, 2, { status: 'refused', state: '' })],
    [],
  );
  expect([...attend, ...valid]).toEqual([]);
});
