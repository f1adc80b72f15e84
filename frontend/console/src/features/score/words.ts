import type { Gate } from '../../api/types';
import type { Formatter } from '../../i18n/format';
import type { Translate } from '../../i18n/setup';

const components = [
  'ratings',
  'audits',
  'clocks',
  'training',
  'complaints',
  'praise',
  'bounds',
  'cap.majorCase',
  'cap.training',
] as const;
const lines = ['raw', 'case-mix', 'strictness', 'small-sample', 'neutral'] as const;
const gates = [
  'reliability',
  'distinctVisits',
  'audits',
  'auditSupervisors',
  'outsideAudits',
  'hoursOnCourse',
  'certificatesValid',
  'noOpenMajorCase',
] as const;

const known = <K extends string>(all: readonly K[], code: string): code is K =>
  (all as readonly string[]).includes(code);

/** The name of a component, cap or bound. One of a later release is named by its code. */
export const componentName = (t: Translate, code: string) => (known(components, code) ? t(`component.${code}`) : code);

/** The name and the reason of a component's line. */
export function lineWords(t: Translate, code: string): { name: string; why: string } {
  const kind = code.slice(code.indexOf('.') + 1);
  return known(lines, kind) ? { name: t(`line.${kind}`), why: t(`line.${kind}.why`) } : { name: code, why: '' };
}

/** A patient's answer, as the rating page words it. */
export function answerName(t: Translate, value: number): string {
  const known = [0, 25, 50, 75, 100] as const;
  const nearest = known.reduce((a, b) => (Math.abs(b - value) < Math.abs(a - value) ? b : a));
  return t(`answer.${nearest}`);
}

/** What was found of a standard. */
export const resultName = (t: Translate, value: number) =>
  value >= 100 ? t('evidence.met') : value > 0 ? t('evidence.partly') : t('evidence.notMet');

/** One answer, or neighbouring ones that few patients gave. */
export const answersName = (t: Translate, low: number, high: number) =>
  low === high ? answerName(t, low) : t('answer.range', { low: answerName(t, low), high: answerName(t, high) });

export const gateName = (t: Translate, code: string) => (known(gates, code) ? t(`gate.${code}`) : code);

/** How a person stands to a gate: "3 of 4", or what is in the way. */
export function gateState(t: Translate, format: Formatter, gate: Gate): string {
  switch (gate.code) {
    case 'reliability':
      return t('gate.of', { have: format.percent(gate.have), need: format.percent(gate.need) });
    case 'hoursOnCourse':
      return gate.passed ? t('gate.onCourse') : t('gate.hoursMissing', { n: format.hours(gate.have) });
    case 'certificatesValid':
      return t('gate.expired', { n: gate.have });
    case 'noOpenMajorCase':
      return t('gate.cases', { n: gate.have });
    default:
      return t('gate.of', { have: format.count(gate.have), need: format.count(gate.need) });
  }
}
