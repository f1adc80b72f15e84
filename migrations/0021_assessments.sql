-- +goose Up

-- What people can be examined in: by questions of a bank, or by somebody who watches them work.
CREATE TABLE assessments (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code       text  NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
    title      jsonb NOT NULL CHECK (jsonb_typeof(title) = 'object' AND title <> '{}'),
    kind       text  NOT NULL CHECK (kind IN ('test', 'practical', 'competition')),
    course_id  bigint REFERENCES courses, -- that it examines; null: none
    pass_mark  int   NOT NULL CHECK (pass_mark BETWEEN 1 AND 100), -- percent
    questions  int   NOT NULL CHECK (questions BETWEEN 0 AND 200), -- drawn for one attempt
    minutes    int   NOT NULL CHECK (minutes BETWEEN 0 AND 600),   -- to answer them in
    attempts   int   NOT NULL CHECK (attempts BETWEEN 0 AND 20),   -- within a year
    retired_at timestamptz,
    CONSTRAINT assessments_test CHECK ((kind = 'test') = (questions > 0) AND (kind = 'test') = (minutes > 0) AND (kind = 'test') = (attempts > 0))
);
GRANT SELECT, INSERT ON assessments TO wardstar_runtime;
GRANT UPDATE (title, course_id, pass_mark, questions, minutes, attempts, retired_at) ON assessments TO wardstar_runtime;

-- The bank. A question is never changed: it is retired, and another takes its place.
CREATE TABLE questions (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    assessment_id bigint  NOT NULL REFERENCES assessments,
    prompt        jsonb   NOT NULL CHECK (jsonb_typeof(prompt) = 'object' AND prompt <> '{}'),
    options       jsonb   NOT NULL CHECK (jsonb_array_length(options) BETWEEN 2 AND 8), -- texts by language, in their order
    correct       int[]   NOT NULL CHECK (cardinality(correct) BETWEEN 1 AND 8),        -- their indices, from 0, ascending
    added_at      timestamptz NOT NULL,
    added_by      bigint REFERENCES accounts, -- null: the program itself
    retired_at    timestamptz
);
CREATE INDEX questions_assessment ON questions (assessment_id) WHERE retired_at IS NULL;
GRANT SELECT, INSERT ON questions TO wardstar_runtime;
GRANT UPDATE (retired_at) ON questions TO wardstar_runtime;

-- Who was examined, and how it went.
CREATE TABLE examinations (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    assessment_id bigint NOT NULL REFERENCES assessments,
    employee_id   bigint NOT NULL REFERENCES employees,
    started_at    timestamptz NOT NULL,
    ends_at       timestamptz NOT NULL CHECK (ends_at >= started_at), -- later answers don't count
    paper         jsonb   NOT NULL, -- the questions drawn, and their options, in the order shown
    answers       jsonb,            -- null: not handed in
    percent       int     CHECK (percent BETWEEN 0 AND 100),
    passed        boolean,
    finished_at   timestamptz,
    assessed_by   bigint REFERENCES accounts, -- of a practical or a competition
    note          text    NOT NULL DEFAULT '' CHECK (length(note) <= 1000),
    voided_at     timestamptz,
    voided_by     bigint REFERENCES accounts,
    void_reason   text    NOT NULL DEFAULT '' CHECK (length(void_reason) <= 500),
    CONSTRAINT examinations_finished CHECK ((finished_at IS NULL) = (percent IS NULL) AND (percent IS NULL) = (passed IS NULL)),
    CONSTRAINT examinations_void CHECK ((voided_at IS NULL) = (void_reason = ''))
);
CREATE UNIQUE INDEX examinations_open ON examinations (assessment_id, employee_id) WHERE finished_at IS NULL;
CREATE INDEX examinations_employee ON examinations (employee_id, assessment_id);
GRANT SELECT, INSERT ON examinations TO wardstar_runtime;
GRANT UPDATE (answers, percent, passed, finished_at, voided_at, voided_by, void_reason) ON examinations TO wardstar_runtime;

-- A post may require that somebody has passed.
ALTER TABLE requirements ADD COLUMN assessment_id bigint REFERENCES assessments;
ALTER TABLE requirements DROP CONSTRAINT requirements_one;
ALTER TABLE requirements ADD CONSTRAINT requirements_one CHECK (num_nonnulls(kind_id, course_id, assessment_id) = 1);
ALTER TABLE requirements DROP CONSTRAINT requirements_overlap;
ALTER TABLE requirements ADD CONSTRAINT requirements_overlap EXCLUDE USING gist (post_id WITH =, level WITH =,
    coalesce(kind_id, 0) WITH =, coalesce(course_id, 0) WITH =, coalesce(assessment_id, 0) WITH =, daterange(from_day, to_day) WITH &&);
