import IconMessage from '@tabler/icons-react/dist/esm/icons/IconMessage.mjs';
import { useT } from '../../i18n/setup';
import { Button } from '../../ui/Button';
import { ReplyWords } from './ReplyWords';
import { useReplying } from './replies';

interface Props {
  item: string;
  about: string;
  calm?: boolean; // nothing was taken: there is hardly something to say
}

/** What was replied to an item, and the button for more. */
export function ReplyLine({ item, about, calm }: Props) {
  const t = useT();
  const { said, write } = useReplying(item);
  return (
    <>
      {said.map((reply) => (
        <ReplyWords key={reply.id} reply={reply} />
      ))}
      {write && !calm && (
        <div className="no-print">
          <Button icon={IconMessage} quiet onClick={() => write(item, about)}>
            {said.length > 0 ? t('reply.more') : t('reply.write')}
          </Button>
        </div>
      )}
    </>
  );
}
