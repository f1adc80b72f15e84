-- +goose Up
CREATE TABLE courses (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code     text  NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
    title    jsonb NOT NULL,
    mode     text  NOT NULL CHECK (mode IN ('online', 'internal', 'external')),
    level    text  NOT NULL CHECK (level IN ('newcomer', 'senior', 'leader', 'everyone')),
    category text  NOT NULL CHECK (category IN ('medical-basics', 'service-skills', 'communication', 'law-privacy', 'cases', 'etiquette', 'onboarding')),
    minutes  int   NOT NULL CHECK (minutes BETWEEN 1 AND 60000)
);

CREATE TABLE training_sessions (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    course_id  bigint NOT NULL REFERENCES courses,
    trainer_id bigint NOT NULL REFERENCES employees,
    place      text   NOT NULL CHECK (length(place) <= 200),
    starts_at  timestamptz NOT NULL,
    ends_at    timestamptz NOT NULL CHECK (ends_at > starts_at)
);
CREATE INDEX training_sessions_starts ON training_sessions (starts_at);
CREATE INDEX training_sessions_course ON training_sessions (course_id);

-- Hours credited, in minutes; once per person and session, but for those that were voided.
CREATE TABLE credits (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session_id  bigint NOT NULL REFERENCES training_sessions,
    employee_id bigint NOT NULL,
    posting_id  bigint NOT NULL,
    minutes     int    NOT NULL CHECK (minutes BETWEEN 1 AND 60000),
    purpose     text   NOT NULL CHECK (purpose IN ('annual', 'onboarding')),
    earned_on   date   NOT NULL,
    credited_by bigint REFERENCES accounts,
    credited_at timestamptz NOT NULL,
    voided_at   timestamptz,
    voided_by   bigint REFERENCES accounts, -- null: the program itself
    void_reason text   NOT NULL DEFAULT '' CHECK (length(void_reason) <= 500),
    FOREIGN KEY (posting_id, employee_id) REFERENCES postings (id, employee_id),
    CONSTRAINT credits_void CHECK ((voided_at IS NULL) = (void_reason = '') AND (voided_at IS NOT NULL OR voided_by IS NULL))
);
CREATE UNIQUE INDEX credits_once ON credits (session_id, employee_id) WHERE voided_at IS NULL;
CREATE INDEX credits_employee ON credits (employee_id, earned_on);

GRANT SELECT, INSERT ON courses, training_sessions, credits TO wardstar_runtime;
GRANT UPDATE (voided_at, voided_by, void_reason) ON credits TO wardstar_runtime;
