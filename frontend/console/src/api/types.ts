import type { paths } from './schema';

/** The JSON that a path answers with. */
type Answer<P extends keyof paths, M extends 'get' | 'post', S extends 200 | 201 = 200> = paths[P] extends {
  [method in M]: { responses: { [status in S]: { content: { 'application/json': infer T } } } };
}
  ? T
  : never;

export type Session = Answer<'/api/v1/session', 'get'>;
export type Period = Answer<'/api/v1/periods', 'get'>[number];
export type Ranking = Answer<'/api/v1/periods/{name}/ranking', 'get'>;
export type Group = Ranking['groups'][number];
export type Standing = Group['rows'][number];
export type TooFew = Group['tooFew'][number];
export type Explanation = Answer<'/api/v1/periods/{name}/scores/{employeeId}', 'get'>;
export type Component = Explanation['components'][number];
export type Evidence = Component['evidence'][number];
export type Gate = NonNullable<Explanation['gates']>[number];
export type Touchpoint = Answer<'/api/v1/touchpoints', 'get'>[number];
export type Incident = Answer<'/api/v1/ballot/incidents', 'get'>[number];
export type Localized = Session['hospital']['name'];
/** A session of a course, as a list shows it. */
export type Lesson = Answer<'/api/v1/training-sessions/{id}', 'get'>;
export type Present = Answer<'/api/v1/training-sessions/{id}/attendance', 'get'>[number];
export type Course = Answer<'/api/v1/courses', 'get'>[number];
export type Employee = Answer<'/api/v1/employees', 'get'>[number];
export type Hours = Answer<'/api/v1/employees/{id}/hours', 'get'>;
export type Qualification = Answer<'/api/v1/qualifications', 'get'>[number];
export type External = Answer<'/api/v1/external-hours', 'get'>[number];
export type Assessment = Answer<'/api/v1/assessments', 'get'>[number];
export type Attempt = Answer<'/api/v1/attempts', 'get'>[number];
export type TestSheet = Answer<'/api/v1/assessments/{id}/attempts', 'post', 201>;
export type Move = Explanation['moves'][number];
export type Reply = Explanation['replies'][number];
export type Provisional = Answer<'/api/v1/periods/{name}/provisional/{employeeId}', 'get'>;
export type Comment = Answer<'/api/v1/my/comments', 'get'>[number];
export type Recognition = Answer<'/api/v1/my/recognitions', 'get'>['items'][number];
export type MyPost = Answer<'/api/v1/my/standards', 'get'>['posts'][number];
export type Certificate = Answer<'/api/v1/certificates', 'get'>[number];
