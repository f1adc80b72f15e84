import { MantineProvider } from '@mantine/core';
import { render } from '@testing-library/react';
import { type ReactNode, useState } from 'react';
import { vi } from 'vitest';
import type { Session } from '../../api/types';
import type { Draft, DraftFinding, FieldStandard } from '../../lib/field/types';
import { SessionProvider } from '../../lib/session';
import { changeItem } from './answer';
import { Item } from './Item';

// For tests only: an item on screen, kept in memory instead of on the phone.

const words = (en: string) => ({ en, 'zh-CN': en, 'zh-TW': en, ko: en });

export const judged = {
  code: 'ask-first',
  measure: 'judged',
  title: words('Ask first'),
  opportunity: words('A patient stops at the post.'),
  met: words('Asks before the person has to.'),
  partly: words('Asks afterwards.'),
  notMet: words('Asks nothing.'),
  notApplicable: [{ code: 'phone-only', text: words('Served by phone only') }],
} as unknown as FieldStandard;

export const timedStandard = {
  ...judged,
  code: 'five-second-response',
  measure: 'seconds',
  targetMs: 5000,
  title: words('Five-second response'),
} as FieldStandard;

const session = {
  hospital: { timeZone: 'Asia/Shanghai', language: 'en', name: words('Hospital') },
} as unknown as Session;

/** Draws an item; returns what becomes of it, and the ways on. */
export function drawItem(standard: FieldStandard, given: Partial<DraftFinding> = {}) {
  const now: { draft: Draft } = {
    draft: {
      key: 'a-check',
      at: 0,
      startedAt: new Date().toISOString(),
      findings: [
        { standard: standard.code, attempts: [], photos: [], ...given },
        { standard: 'another', attempts: [], photos: [] },
      ],
    } as unknown as Draft,
  };
  const ways = { onNext: vi.fn(), onItems: vi.fn(), onClose: vi.fn() };

  function Page() {
    const [draft, setDraft] = useState(now.draft);
    const onChange = async (mutate: (finding: DraftFinding) => void) => {
      now.draft = structuredClone(now.draft);
      changeItem(now.draft, standard.code, mutate, new Date().toISOString());
      setDraft(now.draft);
      return true;
    };
    const finding = draft.findings[0] as DraftFinding;
    return (
      <Item {...{ draft, finding, standard, onChange }} {...ways} where="Ward" who="Li Jing" quiet={() => false} />
    );
  }

  return { ...ways, ...draw(<Page />), finding: () => now.draft.findings[0] as DraftFinding };
}

/** Draws something for whoever is signed in. */
export const draw = (page: ReactNode) =>
  render(
    <MantineProvider>
      <SessionProvider value={session}>{page}</SessionProvider>
    </MantineProvider>,
  );

/** What jsdom's dialogs lack. */
export function dialogs() {
  HTMLDialogElement.prototype.showModal ??= function showModal() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close ??= function close() {
    this.open = false;
  };
}
