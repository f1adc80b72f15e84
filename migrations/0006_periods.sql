-- +goose Up

-- Every row that can move a score, and whether it counts today. What a row says never changes; whether it counts may:
-- a patient changes their mind, a supervisor voids a check or a credit. The department and the post are those of the posting that
-- was stamped on the row, so that a later transfer does not move it. (Outer joins and a subquery, because PostgreSQL
-- leaves them out where nobody asks for their columns.)
CREATE VIEW evidence_sources AS
SELECT 'rating' AS kind, r.id AS source_id, r.employee_id, r.posting_id, p.department_id, p.post_id,
       NULL::bigint AS standard_version_id, r.visit AS rater, NULL::bigint AS spot_check_id, NULL::bigint AS observer_id,
       NULL::boolean AS outside, (r.score - 1) * 25 AS value, 1 AS weight, r.shift, r.channel, r.language,
       r.touchpoint_id, (SELECT t.kind FROM touchpoints t WHERE t.id = r.touchpoint_id) AS touchpoint_kind,
       NULL::text AS purpose, r.occurred_at,
       r.standing = 'counted' AND NOT EXISTS (
           SELECT FROM ratings later WHERE later.vote = r.vote AND later.version > r.version) AS counted
FROM ratings r
LEFT JOIN postings p ON p.id = r.posting_id
WHERE r.posting_id IS NOT NULL -- of a person, not only of a place
UNION ALL
SELECT 'finding', f.id, c.employee_id, c.posting_id, p.department_id, p.post_id,
       f.standard_version_id, NULL, c.id, c.observer_id,
       c.outside, CASE f.result WHEN 'met' THEN 100 WHEN 'partly' THEN 50 ELSE 0 END, 1, c.shift, NULL, NULL,
       NULL, NULL, NULL, c.started_at,
       c.voided_at IS NULL
FROM findings f
JOIN spot_checks c ON c.id = f.spot_check_id
LEFT JOIN postings p ON p.id = c.posting_id
WHERE f.result IN ('met', 'partly', 'not-met') -- not seen and not applicable are no evidence
UNION ALL
SELECT 'credit', d.id, d.employee_id, d.posting_id, p.department_id, p.post_id,
       NULL, NULL, NULL, NULL,
       NULL, d.minutes, 1, NULL, NULL, NULL,
       NULL, NULL, d.purpose, d.earned_on::timestamp AT TIME ZONE coalesce((SELECT time_zone FROM hospital), 'Asia/Shanghai'),
       d.voided_at IS NULL
FROM credits d
LEFT JOIN postings p ON p.id = d.posting_id;

-- What evaluation reads, and nothing else. Read it in the order (kind COLLATE "C", source_id).
CREATE VIEW evidence AS
SELECT kind, source_id, employee_id, posting_id, department_id, post_id, standard_version_id, rater, spot_check_id,
       observer_id, outside, value, weight, shift, channel, language, touchpoint_id, touchpoint_kind, purpose, occurred_at
FROM evidence_sources
WHERE counted;

-- How evidence becomes points. A version is never changed.
CREATE TABLE schemes (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text  NOT NULL CHECK (name <> '' AND length(name) <= 100),
    version    int   NOT NULL CHECK (version >= 1),
    definition jsonb NOT NULL CHECK (jsonb_typeof(definition) = 'object'),
    sha256     bytea NOT NULL CHECK (octet_length(sha256) = 32), -- of the definition as the program writes it
    author_id  bigint REFERENCES accounts,                       -- null: came with the product
    created_at timestamptz NOT NULL,
    CONSTRAINT schemes_version UNIQUE (name, version)
);

CREATE TABLE periods (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text   NOT NULL CHECK (name ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
    starts_on  date   NOT NULL,
    ends_on    date   NOT NULL CHECK (ends_on > starts_on), -- exclusive
    scheme_id  bigint NOT NULL REFERENCES schemes,
    status     text   NOT NULL CHECK (status IN ('draft', 'announced', 'running', 'computed', 'appeals', 'signed', 'closed')),
    created_by bigint REFERENCES accounts, -- null: the program itself
    created_at timestamptz NOT NULL,
    CONSTRAINT periods_name UNIQUE (name),
    CONSTRAINT periods_overlap EXCLUDE USING gist (daterange(starts_on, ends_on) WITH &&)
);

-- A run of the evaluation over a period. The latest counts; all stay.
CREATE TABLE computations (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    period_id       bigint NOT NULL REFERENCES periods,
    number          int    NOT NULL CHECK (number >= 1),
    scheme_id       bigint NOT NULL REFERENCES schemes,
    algorithm       text   NOT NULL CHECK (algorithm <> ''),
    ratings         int    NOT NULL CHECK (ratings >= 0),
    findings        int    NOT NULL CHECK (findings >= 0),
    credits         int    NOT NULL CHECK (credits >= 0),
    evidence_sha256 bytea  NOT NULL CHECK (octet_length(evidence_sha256) = 32), -- of the rows, in their order
    result_sha256   bytea  NOT NULL CHECK (octet_length(result_sha256) = 32),   -- of everything stored below
    display_ratings int    NOT NULL CHECK (display_ratings >= 5), -- from which a person is shown to others
    families        jsonb  NOT NULL CHECK (jsonb_typeof(families) = 'array'),   -- per peer group: mean, interval, places
    warnings        jsonb  NOT NULL CHECK (jsonb_typeof(warnings) = 'array'),   -- what the models had to leave out
    computed_by     bigint REFERENCES accounts, -- null: the program itself
    computed_at     timestamptz NOT NULL,
    CONSTRAINT computations_number UNIQUE (period_id, number)
);

-- What a component's model estimated, frozen as integers: with it anyone can redo the scores.
CREATE TABLE parameters (
    computation_id bigint NOT NULL REFERENCES computations,
    component      text   NOT NULL CHECK (component <> ''),
    body           text   NOT NULL, -- the parameter file, byte for byte
    sha256         bytea  NOT NULL CHECK (octet_length(sha256) = 32),
    PRIMARY KEY (computation_id, component)
);

-- A person's figures in a computation. Points are ten-thousandths.
CREATE TABLE scores (
    computation_id   bigint NOT NULL REFERENCES computations,
    employee_id      bigint NOT NULL REFERENCES employees,
    posting_id       bigint NOT NULL REFERENCES postings, -- the one held for most days of the period
    department_id    bigint NOT NULL REFERENCES departments,
    post_id          bigint NOT NULL REFERENCES posts,
    family           text   NOT NULL, -- the peer group
    posts            jsonb  NOT NULL CHECK (jsonb_typeof(posts) = 'array'),      -- all that were held, as they were coded then, and their days
    score            int    NOT NULL,
    low              int    NOT NULL CHECK (low <= score), -- 95 % interval
    high             int    NOT NULL CHECK (high >= score),
    sd               int    NOT NULL CHECK (sd >= 0),
    reliability      int    NOT NULL CHECK (reliability BETWEEN 0 AND 10000),
    components       jsonb  NOT NULL CHECK (jsonb_typeof(components) = 'array'), -- per post and component
    facts            jsonb  NOT NULL CHECK (jsonb_typeof(facts) = 'object'),     -- what gates and caps asked for
    tables           jsonb  NOT NULL CHECK (jsonb_typeof(tables) = 'array'),     -- what the scheme's tables were asked for
    gates            jsonb  NOT NULL CHECK (jsonb_typeof(gates) = 'array'),
    stars            jsonb  NOT NULL CHECK (jsonb_typeof(stars) = 'array'),      -- per tier
    ratings          int    NOT NULL CHECK (ratings >= 0),
    visits           int    NOT NULL CHECK (visits >= 0),
    findings         int    NOT NULL CHECK (findings >= 0),
    spot_checks      int    NOT NULL CHECK (spot_checks >= 0),
    observers        int    NOT NULL CHECK (observers >= 0),
    training_minutes int    NOT NULL CHECK (training_minutes >= 0), -- since the first day of the year
    established      boolean NOT NULL, -- enough evidence to be paid by, and no veto
    tier             text    NOT NULL, -- the highest tier of the star that was awarded; empty: none
    star             boolean NOT NULL GENERATED ALWAYS AS (tier <> '') STORED,
    ranked           boolean NOT NULL, -- enough ratings to be shown to others and compared
    rank_low         int     CHECK (rank_low >= 1), -- the possible ranks
    rank_high        int     CHECK (rank_high >= rank_low),
    band             int,                           -- those with the same cannot be told apart
    position         text    CHECK (position IN ('above', 'same', 'below')), -- against the group's mean
    top_probability  int     CHECK (top_probability BETWEEN 0 AND 10000),
    rating_ids       bigint[] NOT NULL, -- the evidence of the period that counted
    finding_ids      bigint[] NOT NULL,
    credit_ids       bigint[] NOT NULL,
    PRIMARY KEY (computation_id, employee_id),
    CONSTRAINT scores_ranked CHECK (ranked = (rank_low IS NOT NULL) AND ranked = (rank_high IS NOT NULL) AND ranked = (band IS NOT NULL)
        AND ranked = (position IS NOT NULL) AND ranked = (top_probability IS NOT NULL))
);
CREATE INDEX scores_employee ON scores (employee_id);

-- What a score is made of. The lines of a person sum to the score.
CREATE TABLE score_lines (
    computation_id bigint NOT NULL,
    employee_id    bigint NOT NULL,
    ordinal        int    NOT NULL CHECK (ordinal >= 1),
    code           text   NOT NULL CHECK (code <> ''),
    component      text   NOT NULL, -- empty: of the score as a whole
    value          int    NOT NULL,
    reason         text   NOT NULL, -- why a line is zero; or empty
    PRIMARY KEY (computation_id, employee_id, ordinal),
    FOREIGN KEY (computation_id, employee_id) REFERENCES scores
);

-- What a person was shown of a month that still runs, or of evidence that came after it was computed, worked out from
-- parameters frozen before. It is looked at once a day at most whether it still holds; if it does not, another one follows.
-- What they say never changes: later figures keep their distance from it.
CREATE TABLE provisional_scores (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    period_id      bigint NOT NULL REFERENCES periods,
    employee_id    bigint NOT NULL REFERENCES employees,
    day            date   NOT NULL, -- of the hospital
    after          int    NOT NULL CHECK (after >= 0), -- number of the period's latest computation then; 0: none
    computation_id bigint NOT NULL REFERENCES computations, -- whose parameters were used
    department_id  bigint NOT NULL REFERENCES departments,
    post_id        bigint NOT NULL REFERENCES posts,
    score          int    NOT NULL,
    low            int    NOT NULL CHECK (low <= score), -- 95 % interval
    high           int    NOT NULL CHECK (high >= score),
    sd             int    NOT NULL CHECK (sd >= 0),
    reliability    int    NOT NULL CHECK (reliability BETWEEN 0 AND 10000),
    established    boolean NOT NULL,
    ranked         boolean NOT NULL,
    ratings        int    NOT NULL CHECK (ratings >= 0),
    components     jsonb  NOT NULL CHECK (jsonb_typeof(components) = 'array'),
    lines          jsonb  NOT NULL CHECK (jsonb_typeof(lines) = 'array'),
    gates          jsonb  NOT NULL CHECK (jsonb_typeof(gates) = 'array'),
    rating_ids     bigint[] NOT NULL,
    finding_ids    bigint[] NOT NULL,
    credit_ids     bigint[] NOT NULL,
    checked_at     timestamptz NOT NULL, -- when it was last found to hold
    CONSTRAINT provisional_scores_day UNIQUE (period_id, employee_id, day)
);

GRANT SELECT ON evidence_sources, evidence TO wardstar_runtime;
GRANT SELECT, INSERT ON schemes, periods, computations, parameters, scores, score_lines, provisional_scores TO wardstar_runtime;
GRANT UPDATE (checked_at) ON provisional_scores TO wardstar_runtime;
GRANT UPDATE (scheme_id, status) ON periods TO wardstar_runtime;
