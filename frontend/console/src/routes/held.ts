import { createContext, useContext } from 'react';

const HeldContext = createContext<(() => void) | undefined>(undefined);

export const HeldProvider = HeldContext.Provider;

/** How to sign in, where the server has ended the session and a check on screen goes on regardless. */
export const useHeld = () => useContext(HeldContext);
