import IconNotes from '@tabler/icons-react/dist/esm/icons/IconNotes.mjs';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/setup';
import type { Draft } from '../../lib/field/types';
import { Icon } from '../../ui/Icon';
import { Screen } from '../../ui/Screen';
import { Progress } from './Progress';

interface Props {
  draft: Draft;
  where: string; // the department
  who: string; // the person and the item, one line
  onClose: () => void;
  onItems: () => void;
  children: ReactNode; // what is read
  dock: ReactNode; // what is pressed
}

/** The screen of a check: how far it is, the way out, and the way to every item. */
export function Frame({ draft, where, who, onClose, onItems, ...rest }: Props) {
  const t = useT();
  return (
    <Screen
      back={
        <button type="button" aria-label={t('observe.close')} onClick={onClose}>
          <Icon of={IconX} size={24} />
        </button>
      }
      title={<p>{where}</p>}
      lead={who}
      more={
        <button type="button" aria-label={t('observe.items')} onClick={onItems}>
          <Icon of={IconNotes} size={24} />
        </button>
      }
      below={<Progress draft={draft} />}
      {...rest}
    />
  );
}
