import { useNavigate, useParams } from '@tanstack/react-router';
import { useT } from '../i18n/setup';
import { Allowed } from './Allowed';
import { PeriodPicker } from './PeriodPicker';
import { ScoreOf } from './ScoreOf';
import { WithPeriod } from './WithPeriod';

/** The score of somebody else, for those who may see it. */
export default function ScorePage() {
  const t = useT();
  const { employeeId } = useParams({ from: '/scores/$employeeId' });
  const navigate = useNavigate({ from: '/scores/$employeeId' });
  return (
    <Allowed title={t('score.title')} needs="read score">
      <WithPeriod title={t('score.title')} from="/scores/$employeeId">
        {(period) => (
          <ScoreOf period={period} employeeId={Number(employeeId)}>
            <PeriodPicker
              period={period}
              onChange={(name) => void navigate({ params: { employeeId }, search: { period: name } })}
            />
          </ScoreOf>
        )}
      </WithPeriod>
    </Allowed>
  );
}
