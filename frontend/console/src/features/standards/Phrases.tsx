import { useT } from '../../i18n/setup';
import { Card } from '../../ui/Card';
import { bySituation, type Phrase } from './find';
import { PhraseItem } from './PhraseItem';
import { situationName } from './situations';

/** What to say, situation by situation, in the order in which a service goes. */
export function Phrases({ phrases }: { phrases: Phrase[] }) {
  const t = useT();
  return bySituation(phrases).map(([situation, list]) => (
    <Card key={situation} title={situationName(t, situation)}>
      <ul>
        {list.map((phrase) => (
          <PhraseItem key={phrase.code} phrase={phrase} />
        ))}
      </ul>
    </Card>
  ));
}
