import IconId from '@tabler/icons-react/dist/esm/icons/IconId.mjs';
import { useT } from '../../i18n/setup';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Failure } from '../../ui/Failure';
import { Notice } from '../../ui/Notice';
import { useIssue } from './actions';

/** Gives whoever has no badge one, in one go. */
export function IssueCard({ department }: { department: number }) {
  const t = useT();
  const issue = useIssue(department);
  return (
    <Card title={t('codes.issueTitle')} lead={t('codes.issueLead')}>
      <div className="stack">
        <div>
          <Button main icon={IconId} busy={issue.isPending} onClick={() => issue.mutate()}>
            {t('codes.issue')}
          </Button>
        </div>
        <div aria-live="polite">
          {issue.data && <Notice tone="info">{t('codes.issued', { n: issue.data.codes })}</Notice>}
          {issue.error && <Failure error={issue.error} retry={() => issue.mutate()} />}
        </div>
      </div>
    </Card>
  );
}
