import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useT } from '../../i18n/setup';
import { dropDraft, useDraft } from '../../lib/field/drafts';
import { useKit } from '../../lib/field/kit';
import { sendCheck } from '../../lib/field/outbox';
import { useLocalized, useSession } from '../../lib/session';
import { Skeleton } from '../../ui/Skeleton';
import { finish } from './answer';
import { Checking } from './Checking';
import { Gone } from './Gone';
import { Saved, type SavedCheck } from './Saved';
import { useStandards } from './useStandards';

/** A check, from its first item until it is on its way. Whatever happens to the page, it goes on where it was. */
export function Observe({ checkKey }: { checkKey: string }) {
  const t = useT();
  const text = useLocalized();
  const navigate = useNavigate();
  const { accountId } = useSession();
  const { draft, change } = useDraft(checkKey);
  const { roster } = useKit();
  const standards = useStandards();
  const [saved, setSaved] = useState<SavedCheck>();
  const [discarded, setDiscarded] = useState(false);
  useEffect(() => {
    if (draft) document.title = `${t('observe.title', { name: draft.employeeName })} · Wardstar`;
  }, [draft, t]);

  if (discarded) return null; // on the way out
  if (draft === null) return saved ? <Saved check={saved} /> : <Gone checkKey={checkKey} />;
  if (!draft || !standards) return <Skeleton lines={6} height={48} />;
  if (draft.account !== accountId) return <Gone checkKey={checkKey} foreign />;

  const department = roster?.departments.find((d) => d.id === draft.departmentId);
  const post = roster?.posts.find((p) => p.id === draft.postId);
  const save = async () => {
    await change(finish);
    setSaved({ key: draft.key, name: draft.employeeName, thanked: Boolean(draft.thanks?.trim()) });
    await sendCheck(draft, draft.answeredAt);
  };
  const leave = () => void navigate({ to: '/checks' });
  return (
    <Checking
      draft={draft}
      standards={standards}
      where={department ? text(department.name) : draft.place}
      who={{ name: draft.employeeName, post: post ? text(post.name) : '' }}
      change={change}
      onSave={save}
      onLeave={leave}
      onDiscard={() => {
        setDiscarded(true);
        void dropDraft(draft.key).finally(leave);
      }}
    />
  );
}
