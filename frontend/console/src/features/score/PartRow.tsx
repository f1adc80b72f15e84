import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs';
import type { Component } from '../../api/types';
import { useT } from '../../i18n/setup';
import { useFormat } from '../../lib/session';
import { Icon } from '../../ui/Icon';
import type { Decimals, Part } from './breakdown';
import { Diverging } from './Diverging';
import { Observed } from './Observed';
import styles from './PartRow.module.css';
import { componentName, lineWords } from './words';

interface Props {
  part: Part;
  decimals: Decimals;
  reach: number; // the longest bar
}

/** One component: what it gives or takes; opened, why, and what was observed. */
export function PartRow({ part, decimals, reach }: Props) {
  const t = useT();
  const head = <Head {...{ part, decimals, reach }} />;
  const observed = part.sources.some((c) => c.evidence.length > 0);
  const opens = observed || part.lines.some((l) => l.value !== 0);
  if (!opens) return <div className={styles.closed}>{head}</div>;
  return (
    <details className={styles.part}>
      <summary>
        {head}
        <Icon of={IconChevronDown} />
      </summary>
      <div className={styles.inside}>
        <ul>
          {part.lines.map((line) => {
            const { name, why } = lineWords(t, line.code);
            return (
              <li key={line.code}>
                <span>
                  {name}
                  <small>{why}</small>
                </span>
                <Points value={line.shown} decimals={decimals} />
                <Diverging value={line.shown} reach={reach} />
              </li>
            );
          })}
        </ul>
        {observed && <Observed part={part} decimals={decimals} />}
      </div>
    </details>
  );
}

function Head({ part, decimals, reach }: Props) {
  const t = useT();
  return (
    <span className={styles.head}>
      <b>{componentName(t, part.code)}</b>
      <Points value={part.shown} decimals={decimals} />
      {part.sources.length > 0 && <Basis sources={part.sources} />}
      <Diverging value={part.shown} reach={reach} tone={toneOf(part.sources)} />
    </span>
  );
}

/** What the component rests on, in one line. */
function Basis({ sources }: { sources: Component[] }) {
  const t = useT();
  const format = useFormat();
  const n = sources.reduce((sum, c) => sum + c.n, 0);
  return (
    <span className={styles.basis}>
      {sources.every((c) => c.neutral)
        ? t('score.neutral')
        : t('score.basis', {
            observed: t(observedAs(sources[0]?.component), { n }),
            weight: format.percent(sources[0]?.weight ?? 0),
          })}
    </span>
  );
}

const observedAs = (component?: string) =>
  component === 'ratings' ? 'score.ratings' : component === 'audits' ? 'score.findings' : 'score.observed';

function Points({ value, decimals }: { value: number; decimals: Decimals }) {
  return <span className={styles.points}>{useFormat().points(value, decimals)}</span>;
}

/** Coloured only if the component differs from the mean by more than chance. */
function toneOf(sources: Component[]) {
  const [only, other] = sources;
  if (!only || other || only.neutral || Math.abs(only.effect) < 1.96 * only.sd) return 'same';
  return only.effect > 0 ? 'above' : 'below';
}
