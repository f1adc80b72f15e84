import { useT } from '../../i18n/setup';
import type { Names } from '../../lib/field/names';
import type { Plan } from '../../lib/field/types';
import { useFormat } from '../../lib/session';
import { Notice } from '../../ui/Notice';
import { Scroll } from '../../ui/Scroll';
import styles from './Coverage.module.css';

/** How far everybody has been seen often enough: one sentence, and what is behind it ward by ward. */
export function Coverage({ plan, names }: { plan: Plan; names: Names }) {
  const t = useT();
  const format = useFormat();
  const { people, covered, days, need } = plan.coverage;
  const left = people - covered;
  const sentence =
    left === 0 ? t('plan.coverageDone', { people, days }) : t('plan.coverage', { covered, people, days, left });
  if (people === 0) return null;
  return (
    <div className={styles.coverage}>
      <Notice tone="conclusion">{sentence}</Notice>
      {plan.departments.length > 0 && (
        <details>
          <summary>{t('plan.byWard')}</summary>
          <p className="muted small">{t('plan.needs', { n: need, days })}</p>
          <Scroll label={t('plan.byWard')}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('plan.ward')}</th>
                  <th scope="col" className="number">
                    {t('plan.seenEnough')}
                  </th>
                  <th scope="col" className="number">
                    {t('plan.missing')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {plan.departments.map((d) => (
                  <tr key={d.departmentId}>
                    <th scope="row">{names.ward(d.departmentId)}</th>
                    <td className="number">
                      {format.count(d.covered)} / {format.count(d.people)}
                    </td>
                    <td className="number">{format.count(d.debt)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </details>
      )}
    </div>
  );
}
