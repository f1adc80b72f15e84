-- +goose Up
CREATE TABLE touchpoints (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code          text NOT NULL UNIQUE CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{8}$'), -- Crockford's base 32
    kind          text NOT NULL CHECK (kind IN ('badge', 'counter', 'bed', 'room', 'slip')),
    employee_id   bigint REFERENCES employees,
    department_id bigint REFERENCES departments,
    label         jsonb, -- what a place is called, by language
    created_at    timestamptz NOT NULL,
    revoked_at    timestamptz,
    CONSTRAINT touchpoints_subject CHECK (CASE kind
        WHEN 'badge' THEN employee_id IS NOT NULL
        ELSE employee_id IS NULL AND department_id IS NOT NULL AND label IS NOT NULL END)
);
CREATE INDEX touchpoints_employee ON touchpoints (employee_id);

-- A rating is a vote; a change of mind appends a version, and the last one counts.
-- Insert-only but for its standing.
CREATE TABLE ratings (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    vote          bytea    NOT NULL CHECK (octet_length(vote) = 16),  -- keyed hash of device, day and subject
    version       int      NOT NULL CHECK (version BETWEEN 1 AND 1000),
    visit         bytea    NOT NULL CHECK (octet_length(visit) = 16), -- keyed hash of device and day
    touchpoint_id bigint   NOT NULL REFERENCES touchpoints,
    employee_id   bigint,
    posting_id    bigint,
    department_id bigint   NOT NULL REFERENCES departments,
    score         smallint NOT NULL CHECK (score BETWEEN 1 AND 5),
    language      text     NOT NULL CHECK (language IN ('zh-CN', 'zh-TW', 'ko', 'en')),
    channel       text     NOT NULL CHECK (channel IN ('qr', 'kiosk', 'paper', 'invitation')),
    shift         text     NOT NULL CHECK (shift IN ('day', 'evening', 'night')),
    standing      text     NOT NULL DEFAULT 'counted' CHECK (standing IN ('counted', 'held', 'rejected')),
    occurred_at   timestamptz NOT NULL CHECK (date_trunc('hour', occurred_at, 'UTC') = occurred_at), -- no finer: privacy
    CONSTRAINT ratings_version UNIQUE (vote, version),
    CONSTRAINT ratings_posting FOREIGN KEY (posting_id, employee_id) REFERENCES postings (id, employee_id),
    CHECK ((employee_id IS NULL) = (posting_id IS NULL))
);
CREATE INDEX ratings_employee ON ratings (employee_id, occurred_at);
CREATE INDEX ratings_occurred ON ratings USING brin (occurred_at);

-- What a patient chose to add to a rating. Insert-only; the last one counts.
CREATE TABLE remarks (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    vote    bytea  NOT NULL,
    version int    NOT NULL,
    tags    text[] NOT NULL CHECK (cardinality(tags) <= 12),
    words   text   NOT NULL CHECK (length(words) <= 500),
    FOREIGN KEY (vote, version) REFERENCES ratings (vote, version)
);
CREATE INDEX remarks_vote ON remarks (vote);

-- Patients who want to be called back. Deliberately not linked to a rating.
CREATE TABLE callbacks (
    id            uuid   PRIMARY KEY, -- the associated data of the encryption
    department_id bigint NOT NULL REFERENCES departments,
    contact       bytea  NOT NULL,    -- encrypted
    requested_at  timestamptz NOT NULL
);

GRANT SELECT, INSERT ON touchpoints, ratings, remarks, callbacks TO wardstar_runtime;
GRANT UPDATE (revoked_at) ON touchpoints TO wardstar_runtime;
GRANT DELETE ON callbacks TO wardstar_runtime; -- a number goes once it has been called
GRANT UPDATE (standing) ON ratings TO wardstar_runtime;
