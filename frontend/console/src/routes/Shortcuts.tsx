import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useT } from '../i18n/setup';
import { useHotkeys } from '../lib/hotkeys';
import { Dialog } from '../ui/Dialog';
import { Facts } from '../ui/Fact';
import type { Item } from './pages';

/** How long G waits for the letter of a page. */
const patience = 1500;

/** G and a letter go to a page; ? lists what can be pressed. */
export function Shortcuts({ items }: { items: Item[] }) {
  const t = useT();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const pressedG = useRef(0);
  const go = (item: Item) => {
    if (Date.now() - pressedG.current > patience) return;
    pressedG.current = 0;
    void navigate({ to: item.to });
  };
  useHotkeys({
    g: () => {
      pressedG.current = Date.now();
    },
    '?': () => setOpen(true),
    ...Object.fromEntries(items.map((item) => [item.key, () => go(item)])),
  });
  return (
    <Dialog open={open} title={t('keys.title')} close={t('action.close')} onClose={() => setOpen(false)}>
      <Facts
        facts={[
          ...items.map((item) => [t(item.name), <Keys key={item.to} of={['G', item.key.toUpperCase()]} />] as const),
          [t('keys.search'), <Keys key="search" of={['/']} />],
          [t('keys.row'), <Keys key="row" of={['↑', '↓']} />],
          [t('keys.open'), <Keys key="open" of={['Enter']} />],
          [t('keys.compare'), <Keys key="compare" of={['C']} />],
          [t('keys.export'), <Keys key="export" of={['E']} />],
          [t('keys.help'), <Keys key="help" of={['?']} />],
        ]}
      />
      <p className="muted small">{t('keys.explained')}</p>
    </Dialog>
  );
}

function Keys({ of }: { of: string[] }) {
  return of.map((key) => (
    <kbd key={key} style={{ marginInlineStart: 4 }}>
      {key}
    </kbd>
  ));
}
