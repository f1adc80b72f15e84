import { useEffect } from 'react';
import { CodeStep } from '../features/session/CodeStep';
import { EnrolStep } from '../features/session/EnrolStep';
import { FirstPassword } from '../features/session/FirstPassword';
import { Front } from '../features/session/Front';
import { SignIn } from '../features/session/SignIn';
import { match } from '../i18n/languages';
import { read, speak } from '../i18n/setup';
import { SessionProvider } from '../lib/session';
import { Loaded } from '../ui/Loaded';
import { Skeleton } from '../ui/Skeleton';
import { HeldProvider } from './held';
import { Shell } from './Shell';
import { useEntry } from './useEntry';

/** Lets in whoever is signed in. The address stays, so that after signing in they are where they wanted to be. */
export function Gate() {
  const { query, session, held, ended, signIn } = useEntry();
  useEffect(() => {
    // Nothing was chosen on this device, but something with the account.
    if (session?.language && !read()) void speak(match([session.language]));
  }, [session]);

  if (session?.secondFactor === 'required') return <CodeStep />;
  if (session?.secondFactor === 'enrol') return <EnrolStep />;
  if (session?.mustChangePassword) return <FirstPassword />;
  if (session) {
    return (
      <SessionProvider value={session}>
        <HeldProvider value={held ? signIn : undefined}>
          <Shell />
        </HeldProvider>
      </SessionProvider>
    );
  }
  if (query.data === null) return <SignIn ended={ended} />;
  return (
    <Front>
      <Loaded query={query} skeleton={<Skeleton lines={4} height={36} />}>
        {() => null}
      </Loaded>
    </Front>
  );
}
