import { type FormEvent, useState } from 'react';
import { useT } from '../../i18n/setup';
import type { Names } from '../../lib/field/names';
import type { Draft, Mode, Person, PlanItem, Shift } from '../../lib/field/types';
import { useSession } from '../../lib/session';
import { Button } from '../../ui/Button';
import { ButtonLink } from '../../ui/ButtonLink';
import { Dock, DockRoom } from '../../ui/Dock';
import { Picker, TextField } from '../../ui/Field';
import { Notice } from '../../ui/Notice';
import { Choice } from './Choice';
import { answered } from './Drafts';
import { useMoment } from './moment';
import { seenOften } from './PlanRow';
import styles from './StartForm.module.css';
import { shiftAt } from './shift';

/** What an observer decides before the first item. */
export interface Beginning {
  departmentId: number;
  postId: number;
  mode: Mode;
  shift: Shift;
  place: string;
}

interface Props {
  person: Person;
  names: Names;
  item?: PlanItem; // what the plan says of them
  departmentId?: number; // where they are to be observed
  place: string; // where the observer is, in words
  draft?: Draft; // a check of them that was begun
  items: (postId: number) => number;
  onStart: (beginning: Beginning) => Promise<void>;
}

const modes: Mode[] = ['round', 'unannounced', 'camera'];
const shifts: Shift[] = ['day', 'evening', 'night'];

/** The longest place that the server takes. */
const longestPlace = 200;

/** One screen before a check begins. All of it has a likely answer already: mostly, Start is all there is to press. */
export function StartForm({ person, names, item, departmentId, place, draft, items, onStart }: Props) {
  const t = useT();
  const { hospital } = useSession();
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      person.postings.findIndex((p) => p.departmentId === departmentId),
    ),
  );
  const posting = person.postings[at] ?? { departmentId: 0, postId: 0 };
  const [where, setWhere] = useState(place);
  const [mode, setMode] = useState<Mode>('round');
  const [shift, setShift] = useState<Shift>(() => shiftAt(new Date(), hospital.timeZone));
  const [state, setState] = useState<'ready' | 'busy' | 'failed'>('ready');
  const count = items(posting.postId);
  const begun = state === 'busy' ? undefined : draft; // what is begun now is no other check

  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (state === 'busy' || count === 0 || where.length > longestPlace) return;
    setState('busy');
    onStart({ ...posting, mode, shift, place: where.trim() }).catch(() => setState('failed'));
  };

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <About person={person} item={item} />
      {person.postings.length > 1 && (
        <Picker
          visibleLabel
          label={t('checks.posting')}
          value={String(at)}
          options={person.postings.map((p, i) => ({
            value: String(i),
            label: [names.post(p.postId), names.ward(p.departmentId)].join(' · '),
          }))}
          onChange={(i) => setAt(Number(i))}
        />
      )}
      <TextField
        label={t('checks.place')}
        value={where}
        onChange={setWhere}
        autoComplete="off"
        hint={t('checks.placeHint')}
        error={where.length > longestPlace ? t('checks.placeLong', { n: longestPlace }) : undefined}
      />
      <Choice
        label={t('checks.mode')}
        value={mode}
        options={modes}
        name={(m) => t(`checks.mode.${m}`)}
        onChange={setMode}
      />
      <Choice
        label={t('checks.shift')}
        value={shift}
        options={shifts}
        name={(s) => t(`checks.shift.${s}`)}
        onChange={setShift}
      />
      {count === 0 && <Notice tone="warn">{t('checks.noStandards')}</Notice>}
      {state === 'failed' && <Notice tone="danger">{t('checks.notStored')}</Notice>}
      <DockRoom />
      {begun && <DockRoom />}
      <Dock>
        {begun && <GoOn draft={begun} />}
        <Button main={!begun} type="submit" wide busy={state === 'busy'}>
          {begun ? t('checks.anew') : t('checks.begin')}
          <span className={styles.items}>{t('checks.items', { n: count })}</span>
        </Button>
      </Dock>
    </form>
  );
}

/** A check of the same person was begun: to go on with it is what is mostly meant. */
function GoOn({ draft }: { draft: Draft }) {
  const t = useT();
  const moment = useMoment();
  return (
    <>
      <p className="small">
        {t('checks.already', { time: moment(draft.startedAt), n: answered(draft), of: draft.findings.length })}
      </p>
      <ButtonLink main to="/checks/$key" params={{ key: draft.key }}>
        {t('checks.continue')}
      </ButtonLink>
    </>
  );
}

/** Why this person, and how often they have been observed. */
function About({ person, item }: { person: Person; item?: PlanItem }) {
  const t = useT();
  const moment = useMoment();
  const lines = [
    item ? seenOften(t, item) : t('checks.seenTimes', { n: person.seen }),
    person.lastOn && t('plan.last', { day: moment.day(person.lastOn) }),
    item?.shift && t(`plan.shift.${item.shift}`),
    item?.with && t('plan.why.double', { name: item.with }),
    person.outside && t('plan.why.outside'),
  ].filter(Boolean);
  return (
    <>
      <p className={styles.about}>{lines.join(' · ')}</p>
      {item?.done && <Notice tone="info">{t('checks.seenToday')}</Notice>}
    </>
  );
}
