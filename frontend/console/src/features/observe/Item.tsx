import IconClock from '@tabler/icons-react/dist/esm/icons/IconClock.mjs';
import { useT } from '../../i18n/setup';
import { dropPhoto } from '../../lib/field/photos';
import type { Draft } from '../../lib/field/types';
import { useLocalized } from '../../lib/session';
import { Icon } from '../../ui/Icon';
import { Anchors } from './Anchors';
import { AnswerDock } from './AnswerDock';
import { reasonText } from './answer';
import { Frame } from './Frame';
import styles from './Item.module.css';
import { ItemSheets } from './ItemSheets';
import { Note } from './Note';
import { mostPhotos, PhotoTool } from './PhotoTool';
import { usePresses } from './press';
import { Running } from './Running';
import { StandardText } from './StandardText';
import { Thumbs } from './Thumbs';
import { Timed } from './Timed';
import { ReadyDock, RunningDock } from './TimerDock';
import { mostAttempts } from './timing';
import { type ItemOptions, useItem } from './useItem';

interface Props extends Omit<ItemOptions, 'check'> {
  draft: Draft;
  where: string;
  who: string;
  onItems: () => void;
  onClose: () => void;
}

/** One item: what is looked at, what was seen, and the dock to say so with. */
export function Item({ draft, where, who, onItems, onClose, ...options }: Props) {
  const t = useT();
  const text = useLocalized();
  const { finding, standard, onChange } = options;
  const item = useItem({ ...options, check: draft.key });
  const { goal, phase, watch } = item;
  const press = usePresses();
  const next = draft.at + 1 < draft.findings.length ? t('observe.next') : t('observe.toSummary');
  // Whoever opens something else has stopped looking at the clock.
  const away = (then: () => void) => () => {
    watch.giveUp(t('stopwatch.left'));
    then();
  };
  const deletePhoto = async (id: string) => {
    const kept = await onChange((f) => {
      f.photos = f.photos.filter((photo) => photo !== id);
    });
    if (kept) await dropPhoto(id);
  };

  const dock = {
    running: () => <RunningDock press={press} onStop={watch.end} onCancel={(at) => item.ask({ cancelledAt: at })} />,
    ready: () => (
      <ReadyDock
        press={press}
        next={next}
        onStart={watch.begin}
        onElse={() => item.ask('else')}
        onBack={finding.result && (() => item.measureAgain(false))}
        onNext={item.next}
      />
    ),
    answer: () => (
      <AnswerDock
        finding={finding}
        lacks={item.lacks}
        next={next}
        photo={
          finding.photos.length < mostPhotos && <PhotoTool onPhoto={(id) => onChange((f) => void f.photos.push(id))} />
        }
        onAnswer={item.answer}
        onElse={() => item.ask('else')}
        onNote={() => item.ask('note')}
        onMissing={item.complete}
        onNext={item.next}
      />
    ),
  }[phase]();

  return (
    <>
      <Frame {...{ draft, where, who }} onClose={away(onClose)} onItems={away(onItems)} dock={dock}>
        <StandardText n={draft.at + 1} finding={finding} standard={standard} running={phase === 'running'} />
        {goal !== undefined && !watch.since && <Timed finding={finding} target={goal} />}
        {goal !== undefined && watch.since && <Running since={watch.since} target={goal} />}
        {goal !== undefined && phase === 'answer' && finding.attempts.length < mostAttempts && (
          <button type="button" className={styles.again} onClick={() => item.measureAgain(true)}>
            <Icon of={IconClock} />
            {finding.attempts.length > 0 ? t('stopwatch.again') : t('stopwatch.first')}
          </button>
        )}
        <Note
          title={t('observe.reason')}
          words={reasonText(finding, standard, text)}
          change={t('observe.reasonEdit')}
          onChange={() => item.ask(finding.result === 'not-applicable' ? 'else' : { why: finding.result ?? 'met' })}
        />
        {standard && phase !== 'running' && <Anchors standard={standard} result={finding.result} />}
        <Note
          title={t('observe.note')}
          words={finding.note}
          change={t('observe.noteEdit')}
          onChange={() => item.ask('note')}
        />
        <Thumbs photos={finding.photos} onDelete={(id) => void deletePhoto(id)} />
        {finding.photos.length >= mostPhotos && <p className="caption">{t('photo.most', { n: mostPhotos })}</p>}
        <p role="status" className="visually-hidden">
          {item.said}
        </p>
      </Frame>
      <ItemSheets
        item={item}
        finding={finding}
        standard={standard}
        onNote={(note) => void onChange((f) => void Object.assign(f, { note: note || undefined }))}
      />
    </>
  );
}
