import type { Incident } from '../../api/types';
import { useT } from '../../i18n/setup';
import { may, useFormat, useLocalized, useSession } from '../../lib/session';
import { Card } from '../../ui/Card';
import { Chip } from '../../ui/Chip';
import { Facts } from '../../ui/Fact';
import type { Decision } from './actions';
import { DecideForm } from './DecideForm';
import styles from './IncidentCard.module.css';

/** An incident: who, when, how many, why, and what it would change. */
export function IncidentCard({ incident }: { incident: Incident }) {
  const t = useT();
  const format = useFormat();
  const localized = useLocalized();
  const decides = may(useSession(), 'decide ballot');
  const { means } = incident;
  const name = incident.name || (incident.label ? localized(incident.label) : '');
  const hour = (at: string) => format.dateTime(new Date(at));
  return (
    <Card
      title={name}
      lead={localized(incident.departmentName)}
      side={
        incident.decision ? (
          <Chip tone={incident.decision === 'released' ? 'met' : 'missing'}>
            {t(`ballot.${incident.decision as Decision}`)}
          </Chip>
        ) : (
          <Chip tone="warn">{t('ballot.votes', { n: incident.votes })}</Chip>
        )
      }
    >
      <div className={styles.body}>
        <ul className={styles.reasons}>
          {incident.reasons.map((r) => (
            <li key={r.reason}>
              {localized(r.words)}
              {r.heldBy.length > 0 && <small> {t('ballot.heldBy', { names: r.heldBy.join(', ') })}</small>}
            </li>
          ))}
        </ul>
        <Facts
          facts={[
            [t('ballot.when'), t('ballot.span', { from: hour(incident.from), to: hour(incident.to) })],
            ...(means
              ? ([
                  [
                    t('ballot.mean'),
                    t('ballot.means', { with: format.score(means.with), without: format.score(means.without) }),
                  ],
                ] as const)
              : []),
            ...(incident.decidedAt
              ? ([
                  [t('ballot.decidedBy'), `${incident.decidedBy}, ${format.dateTime(new Date(incident.decidedAt))}`],
                  [t('ballot.note'), incident.note],
                ] as const)
              : []),
          ]}
        />
        {decides && !incident.decision && <DecideForm incident={incident} />}
      </div>
    </Card>
  );
}
