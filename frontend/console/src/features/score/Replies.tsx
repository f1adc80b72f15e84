import IconFlag from '@tabler/icons-react/dist/esm/icons/IconFlag.mjs';
import type { Explanation } from '../../api/types';
import { useT } from '../../i18n/setup';
import { useFormat, useLocalized } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { More } from '../../ui/More';
import { ReplyWords } from './ReplyWords';
import { useReplying } from './replies';

const shown = 2; // the latest; more on demand

/** All that a person has replied to a month, and where one begins. */
export function Replies({ explanation: { replies, components, ...of } }: { explanation: Explanation }) {
  const t = useT();
  const format = useFormat();
  const text = useLocalized();
  const { write } = useReplying('ratings');
  if (replies.length === 0 && !write) return null;
  const found = components.flatMap((c) => c.evidence);
  const about = (item: string) => {
    const finding = found.find((e) => e.id === item);
    return finding
      ? t('reply.toFinding', { standard: text(finding.standard ?? {}), day: format.day(finding.occurredOn) })
      : t('reply.toRatings');
  };
  const rated = components.some((c) => c.component === 'ratings' && c.n > 0);
  return (
    <Card title={write ? t('reply.mine') : t('reply.theirs', { name: of.employee.name })} lead={t('reply.how')}>
      {replies.length > shown && (
        <More label={t('reply.earlier', { n: replies.length - shown })}>
          {replies.slice(0, -shown).map((reply) => (
            <ReplyWords key={reply.id} reply={reply} about={about(reply.item)} />
          ))}
        </More>
      )}
      {replies.slice(-shown).map((reply) => (
        <ReplyWords key={reply.id} reply={reply} about={about(reply.item)} />
      ))}
      {write && rated && (
        <div className="no-print">
          <Button icon={IconFlag} wide onClick={() => write('ratings', t('reply.toRatings'))}>
            {t('reply.writeToRatings')}
          </Button>
        </div>
      )}
    </Card>
  );
}
