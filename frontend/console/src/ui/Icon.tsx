import type { Icon as Drawing } from '@tabler/icons-react';

/** An icon beside a word. */
export function Icon({ of: Drawn, size = 20 }: { of: Drawing; size?: number }) {
  return <Drawn size={size} stroke={1.75} aria-hidden="true" focusable="false" className="icon" />;
}
