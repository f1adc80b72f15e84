import { useNavigate } from '@tanstack/react-router';
import { useT } from '../i18n/setup';
import { useSession } from '../lib/session';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { Allowed } from './Allowed';
import { MyScore } from './MyScore';
import { PeriodPicker } from './PeriodPicker';
import { WithPeriod } from './WithPeriod';

export default function MyScorePage() {
  const t = useT();
  const { employee } = useSession();
  const navigate = useNavigate({ from: '/my-score' });
  const title = t('nav.myScore');
  if (!employee) {
    return (
      <>
        <PageHead title={title} />
        <Notice tone="info">{t('score.nobody')}</Notice>
      </>
    );
  }
  return (
    <Allowed title={title} needs="read score">
      <WithPeriod title={title} from="/my-score" settled>
        {(period) => (
          <MyScore period={period} employeeId={employee.id}>
            <PeriodPicker period={period} onChange={(name) => void navigate({ search: { period: name } })} />
          </MyScore>
        )}
      </WithPeriod>
    </Allowed>
  );
}
