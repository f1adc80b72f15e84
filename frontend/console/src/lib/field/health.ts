import { useSyncExternalStore } from 'react';
import { skew } from './clock';
import { look, type Storage } from './storage';
import { Live } from './tell';

const clock = new Live<number | undefined>(undefined, ['clock'], skew);

/** How far the phone's clock is ahead of the server's, in milliseconds, as last seen; undefined: never seen. */
export const useSkew = () => useSyncExternalStore(clock.subscribe, clock.get);

const storage = new Live<Storage>({}, ['storage'], look);

/** How safe what is on this phone is. */
export const useStorage = () => useSyncExternalStore(storage.subscribe, storage.get);
