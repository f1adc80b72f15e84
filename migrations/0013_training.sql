-- +goose Up

-- Files that people hand in as evidence.
CREATE TABLE uploads (
    id          uuid        PRIMARY KEY, -- the associated data of the encryption
    media       text        NOT NULL CHECK (media IN ('application/pdf', 'image/jpeg', 'image/png')),
    bytes       int         NOT NULL CHECK (bytes BETWEEN 1 AND 10485760),
    digest      bytea       NOT NULL CHECK (octet_length(digest) = 32), -- keyed: says of two uploads whether they are the same file
    sealed      bytea       NOT NULL, -- encrypted
    uploaded_by bigint      REFERENCES accounts, -- null: the program itself
    uploaded_at timestamptz NOT NULL
);
ALTER TABLE uploads ALTER COLUMN sealed SET STORAGE EXTERNAL; -- what is encrypted does not compress
GRANT SELECT, INSERT ON uploads TO wardstar_runtime;

ALTER TABLE courses ADD COLUMN retired_at timestamptz; -- since then no more sessions are planned
GRANT UPDATE (title, mode, level, category, minutes, retired_at) ON courses TO wardstar_runtime;

ALTER TABLE training_sessions
    ADD COLUMN first_id      bigint REFERENCES training_sessions, -- of a session of several days: its first day; null of that one
    ADD COLUMN kind          text NOT NULL DEFAULT 'lesson' CHECK (kind IN ('lesson', 'case-sharing', 'case-review')),
    ADD COLUMN capacity      int  NOT NULL DEFAULT 0 CHECK (capacity BETWEEN 0 AND 10000), -- 0: whoever comes
    ADD COLUMN cancelled_at  timestamptz,
    ADD COLUMN cancelled_by  bigint REFERENCES accounts, -- null: the program itself
    ADD COLUMN cancel_reason text NOT NULL DEFAULT '' CHECK (length(cancel_reason) <= 500),
    ADD CONSTRAINT training_sessions_cancelled CHECK ((cancelled_at IS NULL) = (cancel_reason = ''));
CREATE INDEX training_sessions_first ON training_sessions (first_id) WHERE first_id IS NOT NULL;
GRANT UPDATE (trainer_id, place, capacity, starts_at, ends_at, cancelled_at, cancelled_by, cancel_reason) ON training_sessions TO wardstar_runtime;

-- Who means to come. In the order of their ids, those without a place wait for one.
CREATE TABLE enrolments (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session_id      bigint NOT NULL REFERENCES training_sessions,
    employee_id     bigint NOT NULL REFERENCES employees,
    enrolled_by     bigint REFERENCES accounts, -- null: the program itself
    enrolled_at     timestamptz NOT NULL,
    placed_at       timestamptz, -- null: waiting
    withdrawn_at    timestamptz,
    withdrawn_by    bigint REFERENCES accounts,
    withdraw_reason text NOT NULL DEFAULT '' CHECK (length(withdraw_reason) <= 500)
);
CREATE UNIQUE INDEX enrolments_once ON enrolments (session_id, employee_id) WHERE withdrawn_at IS NULL;
CREATE INDEX enrolments_employee ON enrolments (employee_id);
GRANT SELECT, INSERT ON enrolments TO wardstar_runtime;
GRANT UPDATE (placed_at, withdrawn_at, withdrawn_by, withdraw_reason) ON enrolments TO wardstar_runtime;

-- Who was there, from when to when.
CREATE TABLE attendances (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session_id  bigint NOT NULL REFERENCES training_sessions,
    employee_id bigint NOT NULL REFERENCES employees,
    came_at     timestamptz NOT NULL,
    came_by     text NOT NULL CHECK (came_by IN ('qr', 'typed', 'trainer')),
    ticked_by   bigint REFERENCES accounts, -- the trainer's account
    left_at     timestamptz CHECK (left_at >= came_at),
    left_by     text CHECK (left_by IN ('qr', 'typed')),
    CONSTRAINT attendances_once UNIQUE (session_id, employee_id),
    CONSTRAINT attendances_left CHECK ((left_at IS NULL) = (left_by IS NULL))
);
CREATE INDEX attendances_employee ON attendances (employee_id);
GRANT SELECT, INSERT ON attendances TO wardstar_runtime;
GRANT UPDATE (left_at, left_by) ON attendances TO wardstar_runtime;

-- Who has been shown a session's codes: they need not be there to know one, so none of them is taken from them.
CREATE TABLE code_showings (
    session_id  bigint NOT NULL REFERENCES training_sessions,
    employee_id bigint NOT NULL REFERENCES employees,
    PRIMARY KEY (session_id, employee_id)
);
GRANT SELECT, INSERT ON code_showings TO wardstar_runtime;

-- Codes that were typed or scanned in vain, so that nobody tries them all.
CREATE TABLE check_in_refusals (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    employee_id bigint NOT NULL REFERENCES employees,
    at          timestamptz NOT NULL
);
CREATE INDEX check_in_refusals_employee ON check_in_refusals (employee_id, at);
GRANT SELECT, INSERT, DELETE ON check_in_refusals TO wardstar_runtime;

-- Long leave: days that training is not owed for. What for is nobody's business here.
CREATE TABLE leaves (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    employee_id bigint NOT NULL REFERENCES employees,
    from_day    date   NOT NULL,
    to_day      date   CHECK (to_day >= from_day), -- exclusive; equal to from_day: entered by mistake
    entered_by  bigint REFERENCES accounts, -- null: the program itself
    entered_at  timestamptz NOT NULL,
    CONSTRAINT leaves_overlap EXCLUDE USING gist (employee_id WITH =, daterange(from_day, to_day) WITH &&)
);
GRANT SELECT, INSERT ON leaves TO wardstar_runtime;
GRANT UPDATE (to_day) ON leaves TO wardstar_runtime;

-- Training elsewhere, as the employee reports it.
CREATE TABLE external_hours (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key          uuid   NOT NULL, -- chosen by the phone
    content_hash bytea  NOT NULL CHECK (octet_length(content_hash) = 32),
    employee_id  bigint NOT NULL REFERENCES employees,
    title        text   NOT NULL CHECK (title <> '' AND length(title) <= 200),
    provider     text   NOT NULL CHECK (provider <> '' AND length(provider) <= 200),
    category     text   NOT NULL CHECK (category IN ('medical-basics', 'service-skills', 'communication', 'law-privacy', 'cases', 'etiquette')),
    earned_on    date   NOT NULL,
    minutes      int    NOT NULL CHECK (minutes BETWEEN 1 AND 60000),
    submitted_at timestamptz NOT NULL,
    upload_id    uuid   REFERENCES uploads,
    status       text   NOT NULL DEFAULT 'submitted' CHECK (status IN ('submitted', 'withdrawn', 'confirmed', 'refused')),
    decided_by   bigint REFERENCES accounts, -- null: the program itself
    decided_at   timestamptz,
    words        text   NOT NULL DEFAULT '' CHECK (length(words) <= 500), -- why
    CONSTRAINT external_hours_key UNIQUE (employee_id, key),
    CONSTRAINT external_hours_evidence CHECK (status <> 'confirmed' OR upload_id IS NOT NULL),
    CONSTRAINT external_hours_decided CHECK ((status IN ('confirmed', 'refused')) = (decided_at IS NOT NULL))
);
CREATE INDEX external_hours_waiting ON external_hours (id) WHERE status = 'submitted';
GRANT SELECT, INSERT ON external_hours TO wardstar_runtime;
GRANT UPDATE (upload_id, status, decided_by, decided_at, words) ON external_hours TO wardstar_runtime;

-- Which course an activity of a learning system is.
CREATE TABLE course_activities (
    activity  text   PRIMARY KEY CHECK (activity <> '' AND length(activity) <= 500),
    course_id bigint NOT NULL REFERENCES courses,
    mapped_by bigint REFERENCES accounts, -- null: the program itself
    mapped_at timestamptz NOT NULL
);
CREATE INDEX course_activities_course ON course_activities (course_id);
GRANT SELECT, INSERT ON course_activities TO wardstar_runtime;
GRANT UPDATE (course_id, mapped_by, mapped_at) ON course_activities TO wardstar_runtime;

-- What learning systems have stated. Of a statement only what hours need is kept.
CREATE TABLE statements (
    id           uuid   PRIMARY KEY, -- chosen by the learning system
    content_hash bytea  NOT NULL CHECK (octet_length(content_hash) = 32),
    number       text   NOT NULL CHECK (length(number) <= 100), -- the employee's, as the learning system has it
    activity     text   NOT NULL CHECK (length(activity) <= 500),
    verb         text   NOT NULL CHECK (length(verb) <= 200),
    minutes      int    CHECK (minutes BETWEEN 0 AND 60000), -- null: it does not say
    happened_at  timestamptz NOT NULL,
    stored_at    timestamptz NOT NULL,
    stored_by    bigint REFERENCES accounts, -- null: the program itself
    outcome      text   NOT NULL CHECK (outcome IN ('credited', 'credited-before', 'ignored', 'unmatched')),
    reason       text   NOT NULL DEFAULT '' CHECK (length(reason) <= 500)
);
CREATE INDEX statements_unmatched ON statements (activity) WHERE outcome = 'unmatched';
GRANT SELECT, INSERT ON statements TO wardstar_runtime;
GRANT UPDATE (outcome, reason) ON statements TO wardstar_runtime;

-- Hours are of a session, of an online course (once a year), or of training elsewhere.
ALTER TABLE credits
    ALTER COLUMN session_id DROP NOT NULL,
    ADD COLUMN course_id    bigint REFERENCES courses,
    ADD COLUMN external_id  bigint REFERENCES external_hours,
    ADD COLUMN statement_id uuid   REFERENCES statements,
    ADD COLUMN source       text NOT NULL DEFAULT 'trainer' CHECK (source IN ('trainer', 'check-out', 'external', 'statement', 'import')),
    ADD COLUMN note         text NOT NULL DEFAULT '' CHECK (length(note) <= 500),
    ADD CONSTRAINT credits_of CHECK (num_nonnulls(session_id, course_id, external_id) = CASE source WHEN 'import' THEN 0 ELSE 1 END); -- see imported_credits
CREATE UNIQUE INDEX credits_course_once ON credits (course_id, employee_id, (extract(year FROM earned_on))) WHERE voided_at IS NULL AND course_id IS NOT NULL;
CREATE UNIQUE INDEX credits_external_once ON credits (external_id) WHERE voided_at IS NULL AND external_id IS NOT NULL;
