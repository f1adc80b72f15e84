import { useMemo } from 'react';
import { useKit } from '../../lib/field/kit';
import type { FieldStandard } from '../../lib/field/types';

/** The standards on this phone by their codes; undefined while its store is being read. */
export function useStandards(): ReadonlyMap<string, FieldStandard> | undefined {
  const { ready, standards } = useKit();
  return useMemo(() => (ready ? new Map(standards?.standards.map((s) => [s.code, s])) : undefined), [ready, standards]);
}
