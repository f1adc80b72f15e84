import { useQuery } from '@tanstack/react-query';
import type { Evidence } from '../../api/types';
import { useT } from '../../i18n/setup';
import { may, useFormat, useLocalized, useSession } from '../../lib/session';
import { Said } from '../../ui/Said';
import styles from './FindingItem.module.css';
import { spotCheckQuery } from './queries';
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
  const { note, seconds, photos } = useNoted(evidence, open);
  const day = format.day(evidence.occurredOn);
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
function useNoted({ id, spotCheckId }: Evidence, open: boolean): { note: string; seconds: number[]; photos: string[] } {
  const session = useSession();
  const { data } = useQuery({
    ...spotCheckQuery(spotCheckId ?? 0),
    enabled: open && spotCheckId !== undefined && may(session, 'read spot-check'),
    retry: false,
  });
  const finding = data?.findings.find((f) => `finding-${f.id}` === id);
  return {
    note: finding?.note ?? '',
    photos: (finding?.photos ?? []).map((p) => p.id),
    seconds: (finding?.attempts ?? []).filter((a) => !a.cancelled).map((a) => a.milliseconds),
  };
}
