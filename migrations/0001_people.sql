-- +goose Up
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- One row: what is true of the whole hospital.
CREATE TABLE hospital (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    name      jsonb NOT NULL CHECK (jsonb_typeof(name) = 'object' AND name <> '{}'), -- by language
    time_zone text  NOT NULL,
    language  text  NOT NULL CHECK (language IN ('zh-CN', 'zh-TW', 'ko', 'en'))
);

CREATE TABLE departments (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    parent_id bigint REFERENCES departments CHECK (parent_id <> id),
    code      text  NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    name      jsonb NOT NULL CHECK (jsonb_typeof(name) = 'object' AND name <> '{}')
);
CREATE INDEX departments_parent ON departments (parent_id);

CREATE TABLE posts (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code   text  NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    family text  NOT NULL CHECK (family ~ '^[a-z0-9][a-z0-9-]{0,39}$'), -- peers are ranked together
    name   jsonb NOT NULL CHECK (jsonb_typeof(name) = 'object' AND name <> '{}')
);

CREATE TABLE employees (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number     text NOT NULL UNIQUE CHECK (number <> '' AND length(number) <= 40),
    name       text NOT NULL CHECK (name <> '' AND length(name) <= 100), -- as the hospital writes it
    latin_name text NOT NULL DEFAULT '' CHECK (length(latin_name) <= 100),
    hired_on   date NOT NULL,
    left_on    date CHECK (left_on >= hired_on)                          -- first day no longer employed
);

-- Who works where, as what, and when: [from_day, to_day).
CREATE TABLE postings (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    employee_id   bigint NOT NULL REFERENCES employees,
    department_id bigint NOT NULL REFERENCES departments,
    post_id       bigint NOT NULL REFERENCES posts,
    fte           int    NOT NULL DEFAULT 1000 CHECK (fte BETWEEN 1 AND 1000), -- thousandths of full time
    from_day      date   NOT NULL,
    to_day        date   CHECK (to_day >= from_day), -- equal to from_day: withdrawn before it began
    UNIQUE (id, employee_id), -- lets evidence name both and be held to it
    CONSTRAINT postings_overlap EXCLUDE USING gist (
        employee_id WITH =, department_id WITH =, post_id WITH =, daterange(from_day, to_day) WITH &&)
);
CREATE INDEX postings_employee ON postings (employee_id, from_day);
CREATE INDEX postings_department ON postings (department_id);

CREATE TABLE accounts (
    id                   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    employee_id          bigint UNIQUE REFERENCES employees,
    name                 text NOT NULL UNIQUE CHECK (name ~ '^[a-z0-9][a-z0-9._@-]{0,99}$'),
    password_hash        text NOT NULL,
    must_change_password boolean NOT NULL DEFAULT false,
    password_expires_at  timestamptz, -- of a one-time password; null: chosen by the account's holder
    language             text NOT NULL DEFAULT '' CHECK (language IN ('', 'zh-CN', 'zh-TW', 'ko', 'en')),
    created_at           timestamptz NOT NULL,
    disabled_at          timestamptz
);

CREATE TABLE sessions (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token_hash   bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
    account_id   bigint NOT NULL REFERENCES accounts,
    user_agent   text NOT NULL DEFAULT '' CHECK (length(user_agent) <= 300),
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL
);
CREATE INDEX sessions_account ON sessions (account_id);

-- Attempts to sign in that have not succeeded, by keyed hash of the name, of the
-- name at a network and of the address, for throttling.
CREATE TABLE sign_in_failures (
    id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key bytea NOT NULL CHECK (octet_length(key) = 32),
    at  timestamptz NOT NULL
);
CREATE INDEX sign_in_failures_key ON sign_in_failures (key, at);
CREATE INDEX sign_in_failures_at ON sign_in_failures (at);

CREATE TABLE role_assignments (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id    bigint NOT NULL REFERENCES accounts,
    role          text NOT NULL CHECK (role IN ('staff', 'supervisor', 'department-head', 'trainer', 'service-centre',
                      'quality', 'hr', 'finance', 'leadership', 'auditor', 'admin')),
    department_id bigint REFERENCES departments, -- null: the whole hospital
    from_day      date NOT NULL,
    to_day        date CHECK (to_day >= from_day), -- exclusive; equal to from_day: withdrawn before it began
    granted_by    bigint REFERENCES accounts,
    CONSTRAINT role_assignments_hospital CHECK (department_id IS NULL
        OR role NOT IN ('hr', 'finance', 'quality', 'leadership', 'auditor', 'admin')),
    CONSTRAINT role_assignments_overlap EXCLUDE USING gist (
        account_id WITH =, role WITH =, coalesce(department_id, 0) WITH =, daterange(from_day, to_day) WITH &&)
);
CREATE INDEX role_assignments_account ON role_assignments (account_id);

-- What people did, in the transaction in which they did it. Insert-only.
CREATE TABLE journal (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL,
    account_id bigint REFERENCES accounts, -- null: the program itself
    action     text NOT NULL CHECK (action <> ''),
    object     text NOT NULL CHECK (object <> ''),
    object_id  bigint,
    before     jsonb,
    after      jsonb
);
CREATE INDEX journal_object ON journal (object, object_id, id);
CREATE INDEX journal_account ON journal (account_id, id);

GRANT SELECT, INSERT, UPDATE ON hospital, departments, posts, employees, postings, accounts, role_assignments TO wardstar_runtime;
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions, sign_in_failures TO wardstar_runtime;
GRANT SELECT, INSERT ON journal TO wardstar_runtime;
