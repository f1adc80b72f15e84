import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { answer, api } from '../../api/client';
import { ahead, nextLook, type Shown } from './code';

/** What the session's screen shows now, always the latest there is: without a network, the last. */
export function useCode(id: number) {
  return useQuery({
    queryKey: ['check-in-code', id],
    queryFn: () => show(id),
    retry: false,
    gcTime: 0,
    staleTime: 0,
    networkMode: 'always',
    refetchIntervalInBackground: true, // a projector's window need not have the focus
    refetchInterval: ({ state }) => nextLook(state.data, state.status === 'error', Date.now()),
  });
}

async function show(id: number): Promise<Shown> {
  const path = { path: { id } };
  const asked = Date.now();
  let date: string | null = null;
  const code = api.GET('/api/v1/training-sessions/{id}/check-in-code', { params: path, cache: 'no-store' });
  const [shown, picture] = await Promise.all([
    answer(
      code.then((got) => {
        date = got.response.headers.get('Date');
        return got;
      }),
    ),
    draw(id),
  ]);
  const skew = ahead(date, asked, Date.now());
  return { typed: shown.typed, picture, changesAt: Date.parse(shown.changesAt) + skew };
}

/** The QR code as an image; "" where the server does not know its own address: the code can be typed all the same. */
async function draw(id: number): Promise<string> {
  try {
    const svg = await answer(
      api.GET('/api/v1/training-sessions/{id}/check-in-qr', {
        params: { path: { id } },
        parseAs: 'text',
        cache: 'no-store',
      }),
    );
    return `data:image/svg+xml;utf8,${encodeURIComponent(String(svg))}`;
  } catch {
    return '';
  }
}

/** The time, several times a second. */
export function useNow(every = 250): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
