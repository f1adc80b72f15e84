import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { Evidence } from '../../api/types';
import { useT } from '../../i18n/setup';
import { may, useFormat, useLocalized, useSession } from '../../lib/session';
import { spotCheckQuery } from '../../lib/spotCheckQuery';
import { Said } from '../../ui/Said';
import styles from './FindingItem.module.css';
import { ReplyLine } from './ReplyLine';
import { resultName } from './words';

interface Props {
  evidence: Evidence;
  points: string;
  open: boolean; // is looked at: what was noted is asked for only now
}

/** One observation of a standard: when, by whom, what was found, what was noted and measured. */
export function FindingItem({ evidence, points, open }: Props) {
  const t = useT();
  const format = useFormat();
  const text = useLocalized();
  const { check, note, seconds, photos } = useNoted(evidence, open);
  const day = format.day(evidence.occurredOn);
  const { period } = useSearch({ strict: false }); // which the check's page leads back to
  return (
    <li className={styles.finding}>
      <span>
        <b>{resultName(t, evidence.value)}</b>
        {seconds.length > 0 &&
          ` · ${t('evidence.seconds', { list: seconds.map((s) => format.seconds(s)).join(' · ') })}`}
        <small>{t('evidence.observed', { day, observer: evidence.observer ?? '' })}</small>
      </span>
      <span className={styles.points}>{points}</span>
      {note && (
        <div className={styles.note}>
          <Said words={note} />
        </div>
      )}
      {photos.length > 0 && (
        <div className={styles.photos}>
          {photos.map((photo, i) => (
            <a key={photo} href={`/api/v1/spot-check-photos/${photo}`} target="_blank" rel="noreferrer">
              <img src={`/api/v1/spot-check-photos/${photo}`} alt={t('checks.photo', { n: i + 1 })} loading="lazy" />
            </a>
          ))}
        </div>
      )}
      {check && (
        <Link
          className={`${styles.recorded} no-print`}
          to="/checks/done/$id"
          params={{ id: String(check) }}
          search={{ from: 'score', ...(period && { period }) }}
        >
          {t('evidence.recorded')}
        </Link>
      )}
      <span className={styles.reply}>
        <ReplyLine
          item={evidence.id}
          about={t('reply.toFinding', { standard: text(evidence.standard ?? {}), day })}
          calm={evidence.value === 100}
        />
      </span>
    </li>
  );
}

/** What the check itself says of a finding. That it can't be had is no trouble: the rest stands by itself. */
function useNoted({ id, spotCheckId }: Evidence, open: boolean) {
  const session = useSession();
  const { data } = useQuery({
    ...spotCheckQuery(spotCheckId ?? 0),
    enabled: open && spotCheckId !== undefined && may(session, 'read spot-check'),
    retry: false,
    staleTime: 5 * 60_000,
  });
  const finding = data?.findings.find((f) => `finding-${f.id}` === id);
  return {
    check: finding && spotCheckId, // the reader may see it
    note: finding?.note ?? '',
    photos: (finding?.photos ?? []).map((p) => p.id),
    seconds: (finding?.attempts ?? []).filter((a) => !a.cancelled).map((a) => a.milliseconds),
  };
}
