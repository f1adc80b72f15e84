-- +goose Up

-- What can be certified: a doctor's licence, a health manager's certificate.
CREATE TABLE certificate_kinds (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code       text  NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
    name       jsonb NOT NULL CHECK (jsonb_typeof(name) = 'object' AND name <> '{}'),
    months     int   NOT NULL CHECK (months BETWEEN 0 AND 600), -- for which one usually holds; 0: for ever
    retired_at timestamptz -- since then no more are taken
);
GRANT SELECT, INSERT ON certificate_kinds TO wardstar_runtime;
GRANT UPDATE (name, months, retired_at) ON certificate_kinds TO wardstar_runtime;

-- Who holds which certificate. Renewing one is another row.
CREATE TABLE certificates (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind_id      bigint NOT NULL REFERENCES certificate_kinds,
    employee_id  bigint NOT NULL REFERENCES employees,
    number       text   NOT NULL CHECK (length(number) <= 100),
    issued_on    date   NOT NULL,
    valid_until  date   CHECK (valid_until >= issued_on), -- the last day on which it holds; null: for ever
    upload_id    uuid   REFERENCES uploads,
    status       text   NOT NULL CHECK (status IN ('submitted', 'withdrawn', 'confirmed', 'refused', 'revoked')),
    submitted_by bigint REFERENCES accounts, -- null: the program itself
    submitted_at timestamptz NOT NULL,
    decided_by   bigint REFERENCES accounts,
    decided_at   timestamptz,
    words        text   NOT NULL DEFAULT '' CHECK (length(words) <= 500), -- why it was refused or revoked
    CONSTRAINT certificates_decided CHECK ((status IN ('submitted', 'withdrawn')) = (decided_at IS NULL)),
    CONSTRAINT certificates_words CHECK (status NOT IN ('refused', 'revoked') OR words <> '')
);
CREATE UNIQUE INDEX certificates_once ON certificates (kind_id, employee_id, issued_on) WHERE status IN ('submitted', 'confirmed');
CREATE INDEX certificates_employee ON certificates (employee_id);
CREATE INDEX certificates_expiring ON certificates (valid_until) WHERE status = 'confirmed';
CREATE INDEX certificates_waiting ON certificates (id) WHERE status = 'submitted';
GRANT SELECT, INSERT ON certificates TO wardstar_runtime;
GRANT UPDATE (upload_id, status, decided_by, decided_at, words) ON certificates TO wardstar_runtime;

-- What a post requires of whoever holds it [考核定岗], from one day up to another.
CREATE TABLE requirements (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    post_id   bigint NOT NULL REFERENCES posts,
    level     text   NOT NULL CHECK (level IN ('everyone', 'newcomer', 'senior', 'leader')),
    kind_id   bigint REFERENCES certificate_kinds,
    course_id bigint REFERENCES courses,
    from_day  date   NOT NULL,
    to_day    date   CHECK (to_day >= from_day), -- exclusive; equal to from_day: entered by mistake
    CONSTRAINT requirements_one CHECK (num_nonnulls(kind_id, course_id) = 1),
    CONSTRAINT requirements_overlap EXCLUDE USING gist (post_id WITH =, level WITH =,
        coalesce(kind_id, 0) WITH =, coalesce(course_id, 0) WITH =, daterange(from_day, to_day) WITH &&)
);
GRANT SELECT, INSERT ON requirements TO wardstar_runtime;
GRANT UPDATE (to_day) ON requirements TO wardstar_runtime;
