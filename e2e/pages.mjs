// Every page of the console, with the role that is at home there. What needs an id is asked for as that role.

/** The pages: a name, a role, and a path or how to find it. bare: it fills the screen; out: for nobody signed in. */
export const pages = [
  { name: 'sign-in', path: '/', out: true },
  { name: 'home-staff', role: 'staff', path: '/' },
  { name: 'home-supervisor', role: 'supervisor', path: '/' },
  { name: 'home-trainer', role: 'trainer', path: '/' },
  { name: 'home-head', role: 'department-head', path: '/' },
  { name: 'home-hr', role: 'hr', path: '/' },
  { name: 'home-admin', role: 'admin', path: '/' },
  { name: 'my-score', role: 'staff', path: '/my-score' },
  { name: 'my-standards', role: 'staff', path: '/my-standards' },
  { name: 'my-phrases', role: 'staff', path: '/my-standards?view=phrases' },
  { name: 'recognition', role: 'staff', path: '/recognition' },
  { name: 'score-of', role: 'quality', path: someone },
  { name: 'ranking', role: 'hr', path: '/ranking' },
  { name: 'ranking-table', role: 'hr', path: '/ranking?view=table' },
  { name: 'periods', role: 'hr', path: '/periods' },
  { name: 'codes', role: 'quality', path: '/codes' },
  { name: 'ballot', role: 'quality', path: '/ballot' },
  { name: 'me', role: 'staff', path: '/me' },
  { name: 'me-supervisor', role: 'supervisor', path: '/me' },
  { name: 'not-found', role: 'staff', path: '/nowhere' },
  { name: 'not-allowed', role: 'staff', path: '/ranking' },
];

/** The path of a page, asked with the cookies of whoever is signed in. */
export const pathOf = (page, request, url) => (typeof page.path === 'string' ? page.path : page.path(request, url));

async function first(request, url, path, key = 'items') {
  const answer = await (await request.get(`${url}/api/v1${path}`)).json();
  const list = Array.isArray(answer) ? answer : answer[key];
  if (!list?.length) throw new Error(`${path} lists nothing`);
  return list[0];
}

async function someone(request, url) {
  return `/scores/${(await first(request, url, '/employees?limit=1')).id}`;
}
