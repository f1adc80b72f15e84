import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Broken } from './Broken';
import { Gate } from './Gate';
import { NotFound } from './NotFound';
import {
  checkSearch,
  newCheckSearch,
  periodSearch,
  rankingSearch,
  sessionSearch,
  sessionsSearch,
  standardsSearch,
} from './search';

const root = createRootRoute({ component: Gate, notFoundComponent: NotFound });
const under = { getParentRoute: () => root };

const tree = root.addChildren([
  createRoute({ ...under, path: '/', component: lazyRouteComponent(() => import('./HomePage')) }),
  createRoute({
    ...under,
    path: '/my-score',
    validateSearch: periodSearch,
    component: lazyRouteComponent(() => import('./MyScorePage')),
  }),
  createRoute({
    ...under,
    path: '/scores/$employeeId',
    validateSearch: periodSearch,
    component: lazyRouteComponent(() => import('./ScorePage')),
  }),
  createRoute({
    ...under,
    path: '/ranking',
    validateSearch: rankingSearch,
    component: lazyRouteComponent(() => import('./RankingPage')),
  }),
  createRoute({ ...under, path: '/checks', component: lazyRouteComponent(() => import('./ChecksPage')) }),
  createRoute({
    ...under,
    path: '/checks/new',
    validateSearch: newCheckSearch,
    staticData: { bare: true },
    component: lazyRouteComponent(() => import('./NewCheckPage')),
  }),
  createRoute({
    ...under,
    path: '/checks/done/$id',
    validateSearch: checkSearch,
    component: lazyRouteComponent(() => import('./CheckDonePage')),
  }),
  createRoute({
    ...under,
    path: '/checks/$key',
    staticData: { bare: true },
    component: lazyRouteComponent(() => import('./CheckPage')),
  }),
  createRoute({
    ...under,
    path: '/sessions',
    validateSearch: sessionsSearch,
    component: lazyRouteComponent(() => import('./SessionsPage')),
  }),
  createRoute({
    ...under,
    path: '/sessions/$sessionId',
    validateSearch: sessionSearch,
    component: lazyRouteComponent(() => import('./SessionPage')),
  }),
  createRoute({ ...under, path: '/check-in', component: lazyRouteComponent(() => import('./CheckInPage')) }),
  createRoute({ ...under, path: '/training', component: lazyRouteComponent(() => import('./TrainingPage')) }),
  createRoute({
    ...under,
    path: '/training/tests/$assessmentId',
    component: lazyRouteComponent(() => import('./TestPage')),
  }),
  createRoute({ ...under, path: '/scan', component: lazyRouteComponent(() => import('./ScanNowPage')) }),
  createRoute({ ...under, path: '/courses', component: lazyRouteComponent(() => import('./CoursesPage')) }),
  createRoute({
    ...under,
    path: '/my-standards',
    validateSearch: standardsSearch,
    component: lazyRouteComponent(() => import('./MyStandardsPage')),
  }),
  createRoute({ ...under, path: '/recognition', component: lazyRouteComponent(() => import('./RecognitionPage')) }),
  createRoute({ ...under, path: '/periods', component: lazyRouteComponent(() => import('./PeriodsPage')) }),
  createRoute({ ...under, path: '/ballot', component: lazyRouteComponent(() => import('./BallotPage')) }),
  createRoute({ ...under, path: '/codes', component: lazyRouteComponent(() => import('./CodesPage')) }),
  createRoute({ ...under, path: '/outbox', component: lazyRouteComponent(() => import('./OutboxPage')) }),
  createRoute({ ...under, path: '/me', component: lazyRouteComponent(() => import('./ProfilePage')) }),
]);

export const router = createRouter({
  routeTree: tree,
  defaultPreload: 'intent',
  defaultErrorComponent: Broken,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }

  interface StaticDataRouteOption {
    bare?: true; // has the whole of a phone's screen: no bar, no edges
  }
}
