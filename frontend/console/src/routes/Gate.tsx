import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { sessionQuery } from '../api/queries';
import { CodeStep } from '../features/session/CodeStep';
import { EnrolStep } from '../features/session/EnrolStep';
import { FirstPassword } from '../features/session/FirstPassword';
import { Front } from '../features/session/Front';
import { SignIn } from '../features/session/SignIn';
import { match } from '../i18n/languages';
import { read, speak } from '../i18n/setup';
import { keepSession } from '../lib/field/kept';
import { SessionProvider } from '../lib/session';
import { Loaded } from '../ui/Loaded';
import { Skeleton } from '../ui/Skeleton';
import { Shell } from './Shell';

/** Lets in whoever is signed in. The address stays, so that after signing in they are where they wanted to be. */
export function Gate() {
  const query = useQuery(sessionQuery);
  const { data: session } = query;
  const wasSignedIn = useRef(false);
  useEffect(() => {
    if (!session) return;
    wasSignedIn.current = true;
    void keepSession(session).catch(() => {}); // the phone keeps nothing: the strip says so
    // Nothing was chosen on this device, but something with the account.
    if (!read() && session.language) void speak(match([session.language]));
  }, [session]);

  if (session === null) return <SignIn ended={wasSignedIn.current} />;
  if (session?.secondFactor === 'required') return <CodeStep />;
  if (session?.secondFactor === 'enrol') return <EnrolStep />;
  if (session?.mustChangePassword) return <FirstPassword />;
  if (session) {
    return (
      <SessionProvider value={session}>
        <Shell />
      </SessionProvider>
    );
  }
  return (
    <Front>
      <Loaded query={query} skeleton={<Skeleton lines={4} height={36} />}>
        {() => null}
      </Loaded>
    </Front>
  );
}
