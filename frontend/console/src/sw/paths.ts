// Which addresses are the console's, by the first part of their path. All others are the server's own pages,
// which the service worker leaves alone. A test holds this to the router.
const console = [
  '',
  'ballot',
  'check-in',
  'checks',
  'codes',
  'courses',
  'me',
  'my-score',
  'my-standards',
  'outbox',
  'periods',
  'ranking',
  'recognition',
  'scan',
  'scores',
  'sessions',
  'training',
];

/** Whether the app's page belongs at an address. */
export const isConsole = (pathname: string) => console.includes(pathname.split('/')[1] ?? '');
