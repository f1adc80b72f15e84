-- +goose Up

-- Systems that others keep and whose figures are taken over: surveys by third parties, what was used before.
CREATE TABLE sources (
    code       text  PRIMARY KEY CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    kind       text  NOT NULL CHECK (kind IN ('ratings', 'spot-checks', 'training')),
    name       jsonb NOT NULL CHECK (jsonb_typeof(name) = 'object' AND name <> '{}'),
    note       text  NOT NULL CHECK (length(note) <= 2000), -- what it is, and why it weighs what it does
    weight     int   NOT NULL CHECK (weight BETWEEN 0 AND 10000), -- of what comes from now on, ten-thousandths; 0: kept, but no evidence
    low        int   NOT NULL, -- the worst value of its scale, which becomes 0 points
    high       int   NOT NULL, -- the best one, which becomes 100
    created_at timestamptz NOT NULL,
    CONSTRAINT sources_scale CHECK (low < high),
    CONSTRAINT sources_weight_of_hours CHECK (kind <> 'training' OR weight = 10000) -- an hour is an hour
);

-- Who was to work where and when, one row a shift, and what became of it. Replaced by what the roster system says later.
CREATE TABLE duties (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    employee_id   bigint NOT NULL REFERENCES employees,
    department_id bigint NOT NULL REFERENCES departments,
    day           date   NOT NULL, -- on which it begins at the hospital
    shift         text   NOT NULL CHECK (shift IN ('day', 'evening', 'night')),
    kind          text   NOT NULL CHECK (kind IN ('planned', 'present', 'training', 'leave', 'sick', 'absent')),
    starts_at     timestamptz NOT NULL,
    ends_at       timestamptz NOT NULL,
    external_id   text   NOT NULL CHECK (length(external_id) <= 100),
    CONSTRAINT duties_length CHECK (ends_at > starts_at AND ends_at - starts_at <= interval '36 hours'),
    CONSTRAINT duties_overlap EXCLUDE USING gist (employee_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
);
CREATE UNIQUE INDEX duties_external ON duties (external_id) WHERE external_id <> '';
CREATE INDEX duties_department ON duties (department_id, starts_at); -- who is on now
CREATE INDEX duties_day ON duties (day, employee_id);

-- How much there was to do, and how long it was worked at: the exposure behind rates. One row per subject, day and shift.
CREATE TABLE activity (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source        text   NOT NULL CHECK (source ~ '^[a-z0-9][a-z0-9-]{0,39}$'), -- the system that counted
    employee_id   bigint REFERENCES employees, -- null: of the department as a whole
    department_id bigint NOT NULL REFERENCES departments,
    post_id       bigint REFERENCES posts,     -- null: of all posts, or whichever the person holds
    day           date   NOT NULL,
    shift         text   NOT NULL CHECK (shift IN ('', 'day', 'evening', 'night')), -- empty: of the whole day
    visits        int    NOT NULL CHECK (visits BETWEEN 0 AND 1000000),
    minutes       int    NOT NULL CHECK (minutes BETWEEN 0 AND 10000000),
    recorded_at   timestamptz NOT NULL
);
CREATE UNIQUE INDEX activity_employee ON activity (employee_id, day, shift, department_id, source) WHERE employee_id IS NOT NULL;
CREATE UNIQUE INDEX activity_department ON activity (department_id, day, shift, coalesce(post_id, 0), source) WHERE employee_id IS NULL;
CREATE INDEX activity_day ON activity (day);

-- Ratings that were given elsewhere are ratings, with this beside them. A correction is a version.
ALTER TABLE ratings ALTER COLUMN touchpoint_id DROP NOT NULL;
ALTER TABLE ratings DROP CONSTRAINT ratings_channel_check;
ALTER TABLE ratings ADD CONSTRAINT ratings_channel_check CHECK (channel IN ('qr', 'kiosk', 'paper', 'invitation', 'import'));
ALTER TABLE ratings ADD CONSTRAINT ratings_touchpoint CHECK (touchpoint_id IS NOT NULL OR channel = 'import' AND employee_id IS NOT NULL);
CREATE TABLE imported_ratings (
    rating_id    bigint   PRIMARY KEY REFERENCES ratings,
    source       text     NOT NULL REFERENCES sources,
    external_id  text     NOT NULL CHECK (external_id <> '' AND length(external_id) <= 100),
    content_hash bytea    NOT NULL CHECK (octet_length(content_hash) = 32),
    value        smallint NOT NULL CHECK (value BETWEEN 0 AND 100), -- points; finer than the five answers
    weight       int      NOT NULL CHECK (weight BETWEEN 0 AND 10000), -- the source's at that time
    recorded_at  timestamptz NOT NULL,
    recorded_by  bigint REFERENCES accounts -- null: the program itself
);
CREATE INDEX imported_ratings_external ON imported_ratings (source, external_id);

-- The same of spot checks. One that was corrected is voided; its successor has the next version.
ALTER TABLE spot_checks DROP CONSTRAINT spot_checks_void;
ALTER TABLE spot_checks ADD CONSTRAINT spot_checks_void CHECK (
    (voided_at IS NULL) = (coalesce(void_reason, '') = '') AND (voided_at IS NOT NULL OR voided_by IS NULL)); -- voided_by null: the program itself
CREATE TABLE imported_spot_checks (
    spot_check_id bigint PRIMARY KEY REFERENCES spot_checks,
    source        text   NOT NULL REFERENCES sources,
    external_id   text   NOT NULL CHECK (external_id <> '' AND length(external_id) <= 100),
    version       int    NOT NULL CHECK (version >= 1),
    weight        int    NOT NULL CHECK (weight BETWEEN 0 AND 10000),
    recorded_by   bigint REFERENCES accounts,
    CONSTRAINT imported_spot_checks_once UNIQUE (source, external_id, version)
);

-- And of training hours, which belong to a course but to no session here.
ALTER TABLE credits ALTER COLUMN session_id DROP NOT NULL;
CREATE TABLE imported_credits (
    credit_id   bigint PRIMARY KEY REFERENCES credits,
    source      text   NOT NULL REFERENCES sources,
    external_id text   NOT NULL CHECK (external_id <> '' AND length(external_id) <= 100),
    version     int    NOT NULL CHECK (version >= 1),
    course_id   bigint NOT NULL REFERENCES courses,
    CONSTRAINT imported_credits_once UNIQUE (source, external_id, version)
);

-- Weights are ten-thousandths from here on: 10000 is what the hospital itself has seen. What weighs nothing counts as nothing.
CREATE OR REPLACE VIEW evidence_sources AS
SELECT 'rating' AS kind, r.id AS source_id, r.employee_id, r.posting_id, p.department_id, p.post_id,
       NULL::bigint AS standard_version_id, r.visit AS rater, NULL::bigint AS spot_check_id, NULL::bigint AS observer_id,
       NULL::boolean AS outside, coalesce(i.value, (r.score - 1) * 25) AS value, coalesce(i.weight, 10000) AS weight, r.shift,
       coalesce('import:' || i.source, r.channel) AS channel, r.language,
       r.touchpoint_id, (SELECT t.kind FROM touchpoints t WHERE t.id = r.touchpoint_id) AS touchpoint_kind,
       NULL::text AS purpose, r.occurred_at,
       r.standing = 'counted' AND coalesce(i.weight, 10000) > 0 AND NOT EXISTS (
           SELECT FROM ratings later WHERE later.vote = r.vote AND later.version > r.version) AS counted
FROM ratings r
LEFT JOIN postings p ON p.id = r.posting_id
LEFT JOIN imported_ratings i ON i.rating_id = r.id
WHERE r.posting_id IS NOT NULL -- of a person, not only of a place
UNION ALL
SELECT 'finding', f.id, c.employee_id, c.posting_id, p.department_id, p.post_id,
       f.standard_version_id, NULL, c.id, c.observer_id,
       c.outside, CASE f.result WHEN 'met' THEN 100 WHEN 'partly' THEN 50 ELSE 0 END, coalesce(i.weight, 10000), c.shift, NULL, NULL,
       NULL, NULL, NULL, c.started_at,
       c.voided_at IS NULL AND coalesce(i.weight, 10000) > 0
FROM findings f
JOIN spot_checks c ON c.id = f.spot_check_id
LEFT JOIN postings p ON p.id = c.posting_id
LEFT JOIN imported_spot_checks i ON i.spot_check_id = c.id
WHERE f.result IN ('met', 'partly', 'not-met') -- not seen and not applicable are no evidence
UNION ALL
SELECT 'credit', d.id, d.employee_id, d.posting_id, p.department_id, p.post_id,
       NULL, NULL, NULL, NULL,
       NULL, d.minutes, 10000, NULL, NULL, NULL,
       NULL, NULL, d.purpose, d.earned_on::timestamp AT TIME ZONE coalesce((SELECT time_zone FROM hospital), 'Asia/Shanghai'),
       d.voided_at IS NULL
FROM credits d
LEFT JOIN postings p ON p.id = d.posting_id;

GRANT SELECT, INSERT ON sources, duties, activity, imported_ratings, imported_spot_checks, imported_credits TO wardstar_runtime;
GRANT UPDATE (name, note, weight) ON sources TO wardstar_runtime;
GRANT DELETE ON duties TO wardstar_runtime; -- a plan that was changed
GRANT UPDATE (visits, minutes, recorded_at) ON activity TO wardstar_runtime; -- a count that was put right
